/// What there is to know of a number that steps carry: its row in the table of metrics.
public struct MetricInfo: Equatable, Sendable {
    /// What a number is to a run, which decides how it is drawn.
    public enum Part: Sendable {
        case loss, gradNorm, clippedNorm, maxNorm, lr
        case other
    }

    /// How its values are spread.
    public enum Scale: String, CaseIterable, Sendable {
        case linear
        /// Positive, and followed over powers of ten.
        case log
        /// From 0 to 1, shown as a percentage.
        case share
        /// Logarithmic where the values span more than a factor of 30, else linear.
        case automatic
    }

    /// The name in lines.
    public var key: String
    /// The name on the screen.
    public var title: String
    /// What its values count, such as "samples/s"; nil for plain numbers.
    public var unit: String?
    public var part: Part
    public var scale: Scale
    /// False for what sources measure on some steps only.
    public var isOnEveryStep: Bool
    /// What the log calls it; nil where a line of the log has no place for it.
    public var inLog: String?
    /// A sentence for the documentation.
    public var help: String

    public init(
        _ key: String,
        _ title: String,
        unit: String? = nil,
        part: Part = .other,
        scale: Scale = .automatic,
        isOnEveryStep: Bool = true,
        inLog: String? = nil,
        help: String = ""
    ) {
        (self.key, self.title, self.unit, self.part, self.scale) = (key, title, unit, part, scale)
        (self.isOnEveryStep, self.inLog, self.help) = (isOnEveryStep, inLog, help)
    }

    /// A value in a few characters: "96.8%", "0.0005".
    public func short(_ value: Double) -> String {
        scale == .share ? NumberFormat.percent(value) : NumberFormat.compact(value)
    }

    /// A value with its unit.
    public func text(_ value: Double) -> String { short(value) + (unit.map { " \($0)" } ?? "") }
}

extension MetricInfo {
    /// The table of the numbers of a step, for the page LineFormat.
    public static var reference: String {
        let rows = Metric.allCases.map(\.info) + LayerMetric.allCases.map(\.info)
        return "| key | comes with | meaning |\n|---|---|---|\n"
            + rows.map { "| `\($0.key)` | \($0.isOnEveryStep ? "every step" : "some steps") | \($0.help) |\n" }.joined()
    }
}
