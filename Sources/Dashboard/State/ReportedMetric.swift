public import Telemetry

/// A metric of a run with its values.
public struct ReportedMetric: Equatable, Sendable {
    public var info: MetricInfo
    public var series: Series

    /// The latest value; nil before the first.
    public var last: Double? { series.last }
}
