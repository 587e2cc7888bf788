public import Telemetry

/// Something that happened at a step and is worth a line in the event list.
public struct TimelineEntry: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A command was applied; the setting's name when it set one.
        case applied(setting: String?)
        /// The run went back to a snapshot.
        case rewind
        case rejected
        case nonFinite
        /// A step whose numbers are finite, and yet wrong.
        case alarm
        case evaluation(Evaluation)
        /// A checkpoint that was written, or that the run resumed from.
        case checkpoint
        case checkpointFailed
        /// Steps that do not come one after another.
        case order(Order)
        case end
        /// Outside the run.
        case trouble
    }

    /// How steps may come otherwise than one after another.
    public enum Order: Equatable, Sendable {
        case repeated, late, stray, restart, jump
    }

    /// Its place among all that happened, those forgotten included.
    var number = 0
    /// The step it belongs to; nil for a rejection, which changes no step.
    public var step: Int?
    /// Where that step lies on the step axis.
    var place: Int?
    public var kind: Kind
    public var text: String
    /// The new value, short, for the mark on a chart.
    public var mark: String
    /// How many times in a row it happened; only steps with something wrong repeat.
    public var repeats = 1
    public var isEvaluation: Bool { evaluation != nil }
    /// What was measured, for an evaluation.
    public var evaluation: Evaluation? { if case .evaluation(let evaluation) = kind { evaluation } else { nil } }
    /// Whether a rewind removed the steps it belongs to.
    public var isRewound = false

    public init(step: Int?, kind: Kind, text: String, mark: String = "") {
        self.step = step
        self.kind = kind
        self.text = text
        self.mark = mark
    }
}

extension TimelineEntry {
    /// A command that took effect.
    public init(_ applied: Applied) {
        self.init(
            step: applied.step,
            kind: .applied(setting: nil),
            text: Self.effect(of: applied)
        )
        if case .set(let name, let value) = applied.request {
            kind = .applied(setting: name)
            mark = value.short
            let old = applied.previous.map { "\($0.short) → " } ?? ""
            text = "\(name) \(old)\(value.short)" + Self.author(applied.by)
        }
        if case .rewind(let step) = applied.request, let from = applied.from {
            kind = .rewind
            mark = "rewound"
            text = "rewound \(NumberFormat.count(from)) → \(NumberFormat.count(step))" + Self.author(applied.by)
        }
    }

    /// A command that was refused.
    public init(_ rejected: Rejected) {
        self.init(step: nil, kind: .rejected, text: "refused: \(rejected.reason)")
    }

    init(_ evaluation: Evaluation) {
        var text = evaluation.split.isEmpty ? "eval" : evaluation.split
        if let loss = evaluation.loss { text += " \(NumberFormat.fixedWidth(loss))" }
        if let accuracy = evaluation.accuracy { text += ", \(NumberFormat.percent(accuracy))" }
        self.init(step: evaluation.step, kind: .evaluation(evaluation), text: text)
    }

    /// A checkpoint that was written, or could not be.
    public init(_ report: CheckpointReport) {
        guard let problem = report.problem else {
            // The step says which of the folder's files it is.
            let folder = report.path.lastIndex(of: "/").map { report.path[..<$0] } ?? "."
            self.init(step: report.step, kind: .checkpoint, text: "saved in \(folder)")
            return
        }
        self.init(step: report.step, kind: .checkpointFailed, text: "checkpoint failed: \(problem) (\(report.path))")
    }

    /// The checkpoint that a run resumed from.
    init(_ resumed: Resumed) {
        self.init(step: resumed.step, kind: .checkpoint, text: "resumed from \(resumed.path)")
    }

    /// What looks wrong with the run.
    public init(_ warning: Warning) {
        self.init(step: warning.step, kind: .alarm, text: warning.message)
    }

    init(_ end: End) {
        self.init(step: end.step, kind: .end, text: end.outcome.rawValue + (end.reason.map { ": \($0)" } ?? ""))
    }

    /// A step whose numbers are wrong; nil where nothing is. A source that reports no alarms is judged by its numbers.
    public init?(_ record: borrowing StepRecord) {
        guard record.isNonFinite || record.hasLists && !record.alarms.isEmpty else { return nil }
        var parts = record.alarms.isEmpty ? Self.findings(record) : Self.findings(record.alarms)
        if record.isWithheld { parts.append("update skipped") }
        let parameter = record.alarms.compactMap(\.parameter).first.map { " (\($0))" } ?? ""
        self.init(
            step: record.step,
            kind: record.isNonFinite ? .nonFinite : .alarm,
            text: parts.joined(separator: ", ") + parameter
        )
    }

    private static func findings(_ record: borrowing StepRecord) -> [String] {
        let numbers = [("loss", record.loss), ("norm", record.gradNorm)]
        return numbers.compactMap { name, value in
            guard let value, !value.isFinite else { return nil }
            return "\(name) \(NumberFormat.compact(value))"
        }
    }

    private static func findings(_ alarms: [Alarm]) -> [String] {
        let alarms = alarms.firstOfEachKind
        return alarms.map { alarm in
            switch alarm.kind {
            case .lossNaN: "loss NaN"
            case .lossInfinite: "loss Inf"
            case .normNaN: "norm NaN"
            case .normInfinite: "norm Inf"
            case .normOverflow: "norm overflow"
            case .normZero: "norm 0"
            case .updateZero: alarms.contains { $0.kind == .normOverflow } ? "update zeroed" : "no weight moved"
            }
        }
    }

    /// A step that does not follow the latest one.
    init(_ record: StepRecord, _ course: StepOrder.Course, after last: Int) {
        let before = NumberFormat.count(last)
        let (kind, text, mark): (Kind, String, String) =
            switch course {
            case .follows, .completes, .repeats: (.order(.repeated), "came again, first one shown", "")
            case .late: (.order(.late), "came after \(before)", "")
            case .stray: (.order(.stray), "not drawn, comes after \(before)", "")
            case .goesBack: (.rewind, "steps go back from \(before)", "rewound")
            case .restarts: (.order(.restart), "steps restart after \(before)", "restart")
            case .jumps: (.order(.jump), "steps jump from \(before)", "jump")
            }
        self.init(step: record.step, kind: kind, text: text, mark: mark)
    }

    /// What a command did, in words.
    private static func effect(of applied: Applied) -> String {
        switch applied.request {
        case .pause: HoldReason(applied.by).text
        case .resume: "resumed" + author(applied.by)
        case .advance(let count): "ran \(NumberFormat.plural(count, "step"))" + author(applied.by)
        default: phrase(applied.request) + author(applied.by)
        }
    }

    /// A request in words.
    static func phrase(_ request: Request) -> String {
        switch request {
        case .pause: "pause"
        case .resume: "resume"
        case .advance(let count): "run \(NumberFormat.plural(count, "step"))"
        case .set(let name, let value): "\(name) \(value.short)"
        case .stop: "stop"
        case .checkpoint: "save checkpoint"
        case .rewind(let step): "rewind to \(NumberFormat.count(step))"
        }
    }

    private static func author(_ name: String) -> String {
        name.isEmpty || name == "dashboard" ? "" : " · \(name)"
    }
}

extension [Alarm] {
    /// One of each kind, in the order they came: there are few kinds, and a line may hold alarms by the thousand.
    var firstOfEachKind: [Alarm] {
        var known: Set<Alarm.Kind> = []
        return filter { known.insert($0.kind).inserted }
    }
}

extension SettingValue {
    /// In a few characters, for a list.
    var short: String {
        switch self {
        case .number(let number): NumberFormat.compact(number)
        case .word(let word): word
        }
    }
}
