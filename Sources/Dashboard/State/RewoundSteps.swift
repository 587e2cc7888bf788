import Telemetry

/// What a rewind took back, to be seen behind what comes in its place.
public struct RewoundSteps: Equatable, Sendable {
    public var series = SeriesTable()

    public var loss: Series { series[.loss] }
    public var gradNorm: Series { series[.gradNorm] }

    /// The place of the last step removed; nil if none was.
    public var lastStep: Int? { series.lastPlace }
}
