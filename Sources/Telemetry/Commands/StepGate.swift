/// The gate between two steps: it applies commands, holds the settings, and decides whether the next step may run. Pure.
///
/// The trainer checks it before each step. A held gate accepts every command; a setting changed while held applies to the
/// next step.
public struct StepGate<Settings: DeclaredSettings>: Sendable {
    /// The current settings, kept nowhere else; the next step is computed with them. Commands change them, and so may the run
    /// itself, as a schedule does with the learning rate.
    public var settings: Settings
    /// True once a stop was applied: no further step may run.
    public private(set) var isStopping = false
    /// The kinds of requests that are accepted.
    public let abilities: Set<Ability>
    /// The steps of the snapshots that the run may be rewound to, oldest first.
    public private(set) var snapshots: [Int] = []
    private var unavailableReason: String?

    /// Steps that may still run before the gate holds; nil while it is open.
    private var allowance: Int?

    public init(settings: Settings, abilities: Set<Ability> = Set(Ability.allCases)) {
        self.settings = settings
        self.abilities = abilities
    }

    /// True while no step may run.
    public var isHeld: Bool { allowance == 0 }

    /// Applies one command between two steps and answers it.
    ///
    /// - Parameters:
    ///   - command: the command.
    ///   - step: the number of the next step.
    /// - Returns: `.applied` with the first step computed under the command (after a rewind, the one after the snapshot), or
    ///   `.rejected` with the reason; then nothing has changed.
    public mutating func apply(_ command: Command, before step: Int) -> Event {
        var applied = Applied(command, step: step)
        do {
            applied.previous = try apply(command.request)
        } catch {
            return .rejected(Rejected(command, reason: error.reason))
        }
        if case .rewind(let snapshot) = command.request { (applied.step, applied.from) = (snapshot + 1, step - 1) }
        return .applied(applied)
    }

    /// Counts a computed step against the allowance of an *advance*.
    public mutating func passStep() {
        if let left = allowance, left > 0 { allowance = left - 1 }
    }

    /// Holds the gate without a command, as for the non-finite policy `pause`.
    public mutating func hold() { allowance = 0 }

    /// Sets the snapshots that the run may be rewound to.
    ///
    /// - Parameters:
    ///   - steps: their steps, oldest first.
    ///   - unavailableReason: the reason why there are none; nil if none has been made yet.
    public mutating func setSnapshots(_ steps: [Int], unavailableReason: String? = nil) {
        (snapshots, self.unavailableReason) = (steps, unavailableReason)
    }

    /// Adds the newest snapshot, and removes those before `oldest`.
    public mutating func appendSnapshot(of step: Int, oldest: Int) {
        while let last = snapshots.last, last >= step { snapshots.removeLast() }
        let gone = snapshots.firstIndex { $0 >= oldest } ?? snapshots.count
        if gone > 0 { snapshots.removeFirst(gone) }
        snapshots.append(step)
    }

    private mutating func apply(_ request: Request) throws(Refusal) -> SettingValue? {
        // A stop overtakes earlier checkpoint commands, which are of the same step and still wanted.
        guard !isStopping || request == .checkpoint else { throw Refusal(reason: "the run is stopping") }
        guard abilities.contains(request.ability) else {
            throw Refusal(reason: "this run cannot \(request.ability.rawValue)")
        }
        switch request {
        case .pause:
            allowance = 0
        case .resume:
            allowance = nil
        case .advance(let count):
            guard count >= 1 else { throw Refusal(reason: "advance takes a number of steps from 1 (got \(count))") }
            allowance = count
        case .set(let name, let value):
            do throws(SettingError) {
                return try settings.set(name, to: value)
            } catch {
                throw Refusal(reason: error.description)
            }
        case .stop:
            isStopping = true
        case .checkpoint:
            break
        case .rewind(let step):
            guard snapshots.contains(step) else { throw Refusal(reason: missingSnapshot(of: step)) }
        }
        return nil
    }

    private func missingSnapshot(of step: Int) -> String {
        guard let first = snapshots.first, let last = snapshots.last else {
            return "there is no snapshot to rewind to" + (unavailableReason.map { ": \($0)" } ?? "")
        }
        let known =
            snapshots.count == 1 ? "there is one of step \(first)" : "there are \(snapshots.count), \(first) to \(last)"
        return "there is no snapshot of step \(step) (\(known))"
    }
}

/// The reason why a command is refused, as a sentence for the operator.
private struct Refusal: Error {
    var reason: String
}
