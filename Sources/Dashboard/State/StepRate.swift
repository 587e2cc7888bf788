/// The recent steps per second, by the times of the steps.
public struct StepRate: Sendable, Equatable {
    private struct Beat: Sendable, Equatable {
        var step: Int
        var time: Double
    }

    /// The least seconds between two beats, and the length of the window in seconds.
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

    /// Restarts the measurement, so that a pause does not count.
    public mutating func restart() {
        beats = []
        latest = nil
    }

    /// The recent steps per second; nil before there are two steps.
    public var rate: Double? {
        guard let first = beats.first, let latest, latest.time - first.time > 1e-9, latest.step > first.step else {
            return nil
        }
        return Double(latest.step - first.step) / (latest.time - first.time)
    }
}
