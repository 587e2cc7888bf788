/// Steps per second, from the times the steps themselves carry.
public struct StepRate: Sendable, Equatable {
    private struct Beat: Sendable, Equatable {
        var step: Int
        var time: Double
    }

    /// Seconds between two beats kept, and the seconds looked back on.
    private static let spacing = 0.1
    private static let window = 5.0

    private var beats: [Beat] = []
    private var latest: Beat?

    public init() {}

    /// Adds a step's time.
    public mutating func add(step: Int, time: Double) {
        latest = Beat(step: step, time: time)
        guard let last = beats.last else { return beats.append(Beat(step: step, time: time)) }
        guard time - last.time >= Self.spacing else { return }
        beats.append(Beat(step: step, time: time))
        while beats.count > 2, time - beats[1].time > Self.window { beats.removeFirst() }
    }

    /// Forgets the past, so that a pause does not count as slowness.
    public mutating func restart() {
        beats = []
        latest = nil
    }

    /// Steps per second of late; nil while there is too little to tell.
    public var rate: Double? {
        guard let first = beats.first, let latest, latest.time - first.time > 1e-9, latest.step > first.step else {
            return nil
        }
        return Double(latest.step - first.step) / (latest.time - first.time)
    }
}
