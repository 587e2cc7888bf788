import Telemetry

/// The time between two steps: commands are taken and answered, and the run is held, paced or let go on.
struct Interlude {
    /// The settings in force, whether the run is held, and the snapshots it may go back to.
    private(set) var gate: StepGate
    /// The step that would be computed next.
    private(set) var next: Int
    /// True when the next step is one of those that *advance* asked for.
    private(set) var isAdvancing = false

    private let commands: Mailbox<Command>
    private let pace: Pace
    private let clock: StepClock
    /// When the next step may begin, on the run's clock.
    private var due = 0.0

    /// - Parameter next: the first step of the run, or of what is left of it.
    init(gate: StepGate, next: Int, commands: Mailbox<Command>, pace: Pace, clock: StepClock) {
        self.gate = gate
        self.next = next
        self.commands = commands
        self.pace = pace
        self.clock = clock
    }

    /// Waits until a step may be computed.
    ///
    /// - Parameter answer: takes the answer to each command, in order, and the gate; it makes the change before it passes
    ///   the answer on, and gives what it passed on, which is a refusal where the change could not be made.
    /// - Returns: false when the run is to stop instead.
    mutating func mayCompute(answer: (Event, inout StepGate) -> Event) -> Bool {
        take(commands.drain(), answer)
        while !gate.isStopping {
            if gate.isHeld {
                take(commands.wait(), answer)
                // The wait does not count: the next step is due now and the one after it a whole interval later.
                due = clock.seconds
            } else if let seconds = timeToWait() {
                take(commands.wait(seconds: seconds), answer)
            } else {
                return true
            }
        }
        return false
    }

    /// Counts a step that was computed and recorded.
    mutating func pass() {
        gate.passStep()
        next += 1
    }

    /// Holds the run without a command.
    mutating func hold() { gate.hold() }

    /// Says which snapshots there are to go back to, or why there are none.
    mutating func offer(snapshots: [Int], shortage: String?) { gate.offer(snapshots: snapshots, shortage: shortage) }

    /// Says that there is one more snapshot to go back to, and which is the oldest now.
    mutating func offer(snapshot step: Int, oldest: Int) { gate.offer(snapshot: step, oldest: oldest) }

    /// Follows a change that the run made itself.
    mutating func follow(_ name: String, _ value: Double) { gate.follow(name, value) }

    private mutating func take(_ arrived: [Command], _ answer: (Event, inout StepGate) -> Event) {
        var waiting = arrived[...]
        while let first = waiting.first {
            // Whoever stops a run does not wait for checkpoints to be written, be they asked for before or after.
            if first.request == .checkpoint, !gate.isStopping, let stop = takeStop(from: &waiting) {
                take(stop, answer)
            } else {
                take(waiting.removeFirst(), answer)
            }
        }
    }

    private mutating func take(_ command: Command, _ answer: (Event, inout StepGate) -> Event) {
        guard case .applied(let applied) = answer(gate.take(command, before: next), &gate) else { return }
        switch applied.request {
        case .advance: isAdvancing = true
        case .resume: isAdvancing = false
        case .rewind: next = applied.step
        default: break
        }
    }

    private func takeStop(from waiting: inout ArraySlice<Command>) -> Command? {
        if let place = waiting.firstIndex(where: { $0.request == .stop }) { return waiting.remove(at: place) }
        return commands.take { $0.request == .stop }
    }

    /// Seconds until the pace lets the next step begin; nil when it may begin now.
    private mutating func timeToWait() -> Double? {
        let stepsPerSecond = pace.stepsPerSecond
        guard stepsPerSecond > 0 else { return nil }
        let now = clock.seconds
        // A pace that was raised shortens a wait that began under the old one.
        due = min(due, now + 1 / stepsPerSecond)
        guard due > now else {
            // Counting from when the step was due keeps the pace; a run that was held does not catch up.
            due = max(due, now - 1 / stepsPerSecond) + 1 / stepsPerSecond
            return nil
        }
        // A change of pace posts no command, so a long wait looks at it now and then.
        return min(due - now, 0.05)
    }
}
