import Telemetry

/// Something that happened at a step and is worth a line in the event list.
public struct Incident: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A command was applied; the setting's name when it set one.
        case applied(setting: String?)
        case rejected
        case nonFinite
        case evaluation
        case end
        /// Outside the run.
        case trouble
    }

    /// The step it belongs to; nil for a rejection, which changes no step.
    public var step: Int?
    public var kind: Kind
    public var text: String
    /// The new value, short, for the mark on a chart.
    public var mark: String
    /// How many times in a row it happened; only non-finite steps repeat.
    public var repeats = 1

    public init(step: Int?, kind: Kind, text: String, mark: String = "") {
        self.step = step
        self.kind = kind
        self.text = text
        self.mark = mark
    }
}

extension Incident {
    /// A command that took effect.
    public init(_ applied: Applied) {
        self.init(
            step: applied.step,
            kind: .applied(setting: nil),
            text: Self.phrase(applied.request) + Self.author(applied.by)
        )
        if case .set(let name, let value) = applied.request {
            kind = .applied(setting: name)
            mark = value.short
            let old = applied.previous.map { "\($0.short) → " } ?? ""
            text = "\(name) \(old)\(value.short)" + Self.author(applied.by)
        }
    }

    /// A command that was refused.
    public init(_ rejected: Rejected) {
        self.init(step: nil, kind: .rejected, text: "refused: \(rejected.reason)")
    }

    init(_ evaluation: Evaluation) {
        var text = evaluation.split.isEmpty ? "evaluation" : evaluation.split
        if let loss = evaluation.loss { text += " \(Figure.short(loss))" }
        if let accuracy = evaluation.accuracy { text += ", \(Figure.percent(accuracy))" }
        self.init(step: evaluation.step, kind: .evaluation, text: text)
    }

    init(_ end: End) {
        self.init(step: end.step, kind: .end, text: end.outcome.rawValue + (end.reason.map { ": \($0)" } ?? ""))
    }

    /// A step whose loss or norm is not finite.
    public init(nonFinite record: StepRecord) {
        var parts: [String] = []
        if let loss = record.loss, !loss.isFinite { parts.append("loss \(Figure.short(loss))") }
        if let norm = record.gradNorm, !norm.isFinite { parts.append("norm \(Figure.short(norm))") }
        if record.isWithheld {
            parts.append("update withheld")
        }
        self.init(step: record.step, kind: .nonFinite, text: parts.joined(separator: ", "))
    }

    /// A request in words.
    static func phrase(_ request: Request) -> String {
        switch request {
        case .pause: "paused"
        case .resume: "resumed"
        case .advance(1): "one step"
        case .advance(let count): "\(count) steps"
        case .set(let name, let value): "\(name) \(value.short)"
        case .stop: "stop"
        }
    }

    private static func author(_ name: String) -> String {
        name.isEmpty || name == "dashboard" ? "" : " · \(name)"
    }
}

extension SettingValue {
    var short: String {
        switch self {
        case .number(let number): Figure.setting(number)
        case .word(let word): word
        }
    }
}
