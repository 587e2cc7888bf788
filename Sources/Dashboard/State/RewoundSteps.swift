import Telemetry

/// The steps that a rewind removed, drawn behind the new ones.
public struct RewoundSteps: Equatable, Sendable {
    /// The numbers of the removed steps.
    public var series = SeriesTable()

    public var loss: Series { series[.loss] }
    public var gradNorm: Series { series[.gradNorm] }

    /// The position of the last step removed; nil if none was.
    public var lastStep: Int? { series.lastPosition }
}
