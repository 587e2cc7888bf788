/// The description of a number that steps carry: its row in the table of metrics.
public struct MetricInfo: Equatable, Sendable {
    /// The meaning of a number, which determines how it is drawn.
    public enum Kind: Sendable {
        case loss, gradNorm, clippedNorm, maxNorm, lr
        case other
    }

    /// The scale of its values.
    public enum Scale: String, CaseIterable, Sendable {
        case linear
        /// Positive, on a logarithmic scale.
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
    /// The unit of its values, such as "samples/s"; nil for plain numbers.
    public var unit: String?
    /// The meaning; `other` for a metric of a source's own.
    public var kind: Kind
    /// The scale on charts.
    public var scale: Scale
    /// False if sources measure it on some steps only.
    public var isOnEveryStep: Bool
    /// The name in the text log; nil if the log omits it.
    public var logLabel: String?
    /// A sentence for the documentation.
    public var help: String

    public init(
        _ key: String,
        _ title: String,
        unit: String? = nil,
        kind: Kind = .other,
        scale: Scale = .automatic,
        isOnEveryStep: Bool = true,
        logLabel: String? = nil,
        help: String = ""
    ) {
        (self.key, self.title, self.unit, self.kind, self.scale) = (key, title, unit, kind, scale)
        (self.isOnEveryStep, self.logLabel, self.help) = (isOnEveryStep, logLabel, help)
    }

    /// A value in a few characters: "96.8%", "0.0005".
    public func short(_ value: Double) -> String {
        scale == .share ? NumberFormat.percent(value) : NumberFormat.compact(value)
    }

    /// A value with its unit.
    public func text(_ value: Double) -> String { short(value) + (unit.map { " \($0)" } ?? "") }
}

extension MetricInfo {
    /// The table of all metrics in Markdown, for the page LineFormat.
    public static var reference: String {
        let rows = Metric.allCases.map(\.info) + LayerMetric.allCases.map(\.info)
        return "| key | comes with | meaning |\n|---|---|---|\n"
            + rows.map { "| `\($0.key)` | \($0.isOnEveryStep ? "every step" : "some steps") | \($0.help) |\n" }.joined()
    }
}
