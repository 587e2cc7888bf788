/// Something a run reports: one line of the wire, of the machine log and of a recording.
public enum Event: Equatable, Sendable {
    /// The first line of a run: what it is, what can be set, what it can do.
    case run(Run)
    /// One optimizer step, computed or withheld.
    case step(StepRecord)
    /// A command took effect.
    case applied(Applied)
    /// A command was refused.
    case rejected(Rejected)
    /// The model was measured on held-out data.
    case evaluation(Evaluation)
    /// A checkpoint was written, or could not be.
    case checkpoint(CheckpointReport)
    /// A snapshot was taken, to which the run may be rewound.
    case snapshot(SnapshotReport)
    /// Something looks wrong with the run, beside the numbers of its steps.
    case warning(Warning)
    /// A rule found something wrong with the run, or found it over.
    case alarm(AlarmReport)
    /// On a link to a run only: the history is over, and what follows happens now. The last step computed so far.
    case live(step: Int)
    /// On a link to a run only: the number of steps that were not sent, because this viewer reads too slowly.
    case gap(steps: Int)
    /// The last line of a run.
    case end(End)
}

/// How gradients are clipped before the optimizer uses them.
public enum Clip: String, CaseIterable, Sendable {
    /// The total norm is brought down to max_norm (`clip_grad_norm_`).
    case norm
    /// Each element is clamped to ±max_norm (`clip_grad_value_`).
    case value
    /// Gradients are measured and left alone.
    case none
}

/// A number with its name.
public struct NamedNumber: Equatable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }

    public static func == (left: NamedNumber, right: NamedNumber) -> Bool {
        left.name == right.name && sameNumber(left.value, right.value)
    }
}

/// True for equal numbers, for two NaNs, and for two absent numbers.
func sameNumber(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left == right || (left.isNaN && right.isNaN)
}

/// A command that took effect.
public struct Applied: Equatable, Sendable {
    /// Who pauses a run that has had all its planned steps.
    public static let endOfRun = "end of run"
    /// Who pauses a run after a step whose numbers are not finite.
    public static let nonFinitePolicy = "non-finite policy"

    public var id: Int
    /// The first step computed under the command; for stop, the step that will not be computed.
    public var step: Int
    public var request: Request
    /// What a set replaced.
    public var previous: SettingValue?
    /// The last step computed before a rewind: those from `step` to this one were removed.
    public var from: Int?
    public var by: String
    /// The session of the command.
    public var session: String?

    public init(
        id: Int,
        step: Int,
        request: Request,
        previous: SettingValue? = nil,
        from: Int? = nil,
        by: String,
        session: String? = nil
    ) {
        self.id = id
        self.step = step
        self.request = request
        self.previous = previous
        self.from = from
        self.by = by
        self.session = session
    }

    /// The answer to a command.
    ///
    /// - Parameters:
    ///   - command: what is answered.
    ///   - step: the first step computed under it.
    public init(_ command: Command, step: Int) {
        self.init(id: command.id, step: step, request: command.request, by: command.by, session: command.session)
    }
}

/// A command that was refused, with a sentence for the operator.
public struct Rejected: Equatable, Sendable {
    public var id: Int
    public var request: Request
    public var reason: String
    public var by: String
    /// The session of the command.
    public var session: String?

    public init(id: Int, request: Request, reason: String, by: String, session: String? = nil) {
        self.id = id
        self.request = request
        self.reason = reason
        self.by = by
        self.session = session
    }

    /// The refusal of a command.
    public init(_ command: Command, reason: String) {
        self.init(id: command.id, request: command.request, reason: reason, by: command.by, session: command.session)
    }
}

/// The model measured on held-out data.
public struct Evaluation: Equatable, Sendable {
    /// The last step whose update the measured model has had.
    public var step: Int
    public var split: String
    public var loss: Double?
    /// A share from 0 to 1.
    public var accuracy: Double?

    public init(step: Int, split: String, loss: Double? = nil, accuracy: Double? = nil) {
        self.step = step
        self.split = split
        self.loss = loss
        self.accuracy = accuracy
    }

    public static func == (left: Evaluation, right: Evaluation) -> Bool {
        left.step == right.step && left.split == right.split && sameNumber(left.loss, right.loss)
            && sameNumber(left.accuracy, right.accuracy)
    }
}

/// A checkpoint that was written, or could not be; training continues either way.
public struct CheckpointReport: Equatable, Sendable {
    /// The last step whose update is in it.
    public var step: Int
    public var path: String
    /// Why nothing was written; nil when it was.
    public var problem: String?

    public init(step: Int, path: String, problem: String? = nil) {
        self.step = step
        self.path = path
        self.problem = problem
    }
}

/// A snapshot in the run's memory.
public struct SnapshotReport: Equatable, Sendable {
    /// The last step computed before it was taken.
    public var step: Int
    /// The oldest snapshot still kept: those of earlier steps are gone.
    public var oldest: Int

    public init(step: Int, oldest: Int) {
        self.step = step
        self.oldest = oldest
    }
}

/// What looks wrong with a run, such as clipping that has no effect, as a sentence for the operator.
public struct Warning: Equatable, Sendable {
    /// The step that is computed next.
    public var step: Int
    public var message: String

    public init(step: Int, message: String) {
        self.step = step
        self.message = message
    }
}

/// How a run ended.
public struct End: Equatable, Sendable {
    public var outcome: Outcome
    /// The last step computed; 0 when there was none.
    public var step: Int
    /// Why, for a run that failed.
    public var reason: String?

    public init(outcome: Outcome, step: Int, reason: String? = nil) {
        self.outcome = outcome
        self.step = step
        self.reason = reason
    }
}

public enum Outcome: String, Sendable {
    case finished, stopped, failed
}
