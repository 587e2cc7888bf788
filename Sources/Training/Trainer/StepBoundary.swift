import Telemetry

/// The time between two steps: which of them is next, when it is due, and the commands that wait for it.
struct StepBoundary {
    /// The step that would be computed next.
    private(set) var next: Int
    /// Whether the next step is one requested by *advance*.
    private(set) var isAdvancing = false

    private let commands: Mailbox<Command>
    private let clock: StepClock
    /// When the next step may begin, on the run's clock.
    private var due = 0.0

    /// - Parameter next: the first step of the run, or the first after a resumed checkpoint.
    init(next: Int, commands: Mailbox<Command>, clock: StepClock) {
        (self.next, self.commands, self.clock) = (next, commands, clock)
    }

    /// Counts a recorded step.
    mutating func pass() { next += 1 }

    /// Updates for a command that has taken effect.
    mutating func follow(_ applied: Applied) {
        switch applied.request {
        case .advance: isAdvancing = true
        case .resume: isAdvancing = false
        case .rewind: next = applied.step
        default: break
        }
    }

    /// The commands that have arrived.
    func arrived() -> [Command] { commands.drain() }

    /// The arrived commands; waits for the first.
    func awaitCommands() -> [Command] { commands.wait() }

    /// The commands that arrive before the pace allows the next step; nil when it may begin now.
    mutating func arrived(before pace: Double) -> [Command]? {
        timeToWait(pace).map { commands.wait(seconds: $0) }
    }

    /// Removes and returns a stop among the waiting commands, or among those that have arrived meanwhile.
    func removeStop(from waiting: inout ArraySlice<Command>) -> Command? {
        if let place = waiting.firstIndex(where: { $0.request == .stop }) { return waiting.remove(at: place) }
        return commands.removeFirst { $0.request == .stop }
    }

    /// Excludes the time that the run was held: the next step is due now, and the one after it a whole interval later.
    mutating func endHold() { due = clock.seconds }

    /// Seconds until the next step may begin; nil when it may begin now.
    private mutating func timeToWait(_ pace: Double) -> Double? {
        guard pace > 0 else { return nil }
        let now = clock.seconds
        // A pace that was raised shortens a wait that began under the old one.
        due = min(due, now + 1 / pace)
        guard due > now else {
            // Counting from the time the step was due keeps the pace; a held run does not catch up.
            due = max(due, now - 1 / pace) + 1 / pace
            return nil
        }
        return due - now
    }
}
