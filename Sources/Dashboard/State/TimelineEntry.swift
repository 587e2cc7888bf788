public import Telemetry

/// An entry of the event list.
public struct TimelineEntry: Equatable, Sendable {
    /// The kind of an entry.
    public enum Kind: Equatable, Sendable {
        /// A command was applied; `setting` is the name of the setting that it changed, if any.
        case applied(setting: String?)
        /// The run was rewound.
        case rewind
        case rejected
        case nonFinite
        /// A step with a fault other than non-finite numbers.
        case alarm
        case evaluation(Evaluation)
        /// A checkpoint that was written, or that the run resumed from.
        case checkpoint
        case checkpointFailed
        /// A step out of order.
        case order(Order)
        case end
        /// A problem outside the run.
        case trouble
    }

    /// The ways in which steps may be out of order.
    public enum Order: Equatable, Sendable {
        case repeated, late, stray, restart, jump
    }

    /// Its index among all entries, dropped ones included.
    var number = 0
    /// Its step; nil for an entry without one, such as a rejection.
    public var step: Int?
    /// The position of its step on the step axis.
    var position: Int?
    public var kind: Kind
    /// The text of the entry.
    public var text: String
    /// The label of its mark on charts; empty without a mark.
    public var mark: String
    /// The number of times it occurred in a row.
    public var repeats = 1
    public var isEvaluation: Bool { evaluation != nil }
    /// The evaluation; nil for other kinds.
    public var evaluation: Evaluation? { if case .evaluation(let evaluation) = kind { evaluation } else { nil } }
    /// True if a rewind removed its step.
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

    /// A checkpoint that was written, or failed.
    public init(_ report: CheckpointReport) {
        guard let problem = report.problem else {
            // The step identifies the file in the folder.
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

    /// A problem that the run reports.
    public init(_ warning: Warning) {
        self.init(step: warning.step, kind: .alarm, text: warning.message)
    }

    init(_ end: End) {
        self.init(step: end.step, kind: .end, text: end.outcome.rawValue + (end.reason.map { ": \($0)" } ?? ""))
    }

    /// A step with faults; nil if it has none. If the source reports none, non-finite numbers are faults.
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
            case .follows, .completes, .repeats: (.order(.repeated), "repeated, first one shown", "")
            case .late: (.order(.late), "arrived after \(before)", "")
            case .stray: (.order(.stray), "not drawn, arrived after \(before)", "")
            case .goesBack: (.rewind, "steps go back from \(before)", "rewound")
            case .restarts: (.order(.restart), "steps restart after \(before)", "restart")
            case .jumps: (.order(.jump), "steps jump from \(before)", "jump")
            }
        self.init(step: record.step, kind: kind, text: text, mark: mark)
    }

    /// The effect of a command in words.
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
    /// The first alarm of each kind, in order: a line may hold thousands of alarms.
    var firstOfEachKind: [Alarm] {
        var known: Set<Alarm.Kind> = []
        return filter { known.insert($0.kind).inserted }
    }
}

extension SettingValue {
    /// The value in a few characters.
    var short: String {
        switch self {
        case .number(let number): NumberFormat.compact(number)
        case .word(let word): word
        }
    }
}
