import Telemetry

/// Where a playback stands, for the header.
public struct PlaybackStatus: Equatable, Sendable {
    /// Seconds of playing time; gaps of the recording are shortened.
    public var position: Double
    public var length: Double
    public var isPaused: Bool
    /// Times real time; infinity plays as fast as it goes.
    public var speed: Double
    public var isLooping: Bool
    /// True at the end of all that will come.
    public var isOver: Bool
    /// True while it shows what a pipe brings as it comes.
    public var isLive: Bool

    public init(
        position: Double,
        length: Double,
        isPaused: Bool,
        speed: Double,
        isLooping: Bool,
        isOver: Bool,
        isLive: Bool = false
    ) {
        (self.position, self.length, self.speed) = (position, length, speed)
        (self.isPaused, self.isLooping, self.isOver, self.isLive) = (isPaused, isLooping, isOver, isLive)
    }

    var speedText: String { speed.isFinite ? "\(NumberFormat.compact(speed))×" : "max" }
}
