import Telemetry

/// The state of a playback, for the header.
public struct PlaybackStatus: Equatable, Sendable {
    /// The playing time reached, in seconds; long gaps of the recording are shortened.
    public var position: Double
    /// The total playing time, in seconds.
    public var length: Double
    public var isPaused: Bool
    /// A multiple of real time; infinity plays without delays.
    public var speed: Double
    public var isLooping: Bool
    /// True at the end of a complete recording.
    public var isOver: Bool
    /// True while it follows a pipe.
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
