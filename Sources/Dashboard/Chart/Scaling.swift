import Telemetry

/// The operator's choice of a scale.
enum ScaleKind: String, CaseIterable, Sendable {
    case automatic = "auto"
    case linear
    case logarithmic = "log"
}

/// The choices that determine the scale of a chart.
struct Scaling: Equatable {
    /// The scale unless the operator chooses one.
    enum Automatic {
        case linear, logarithmic
        /// Logarithmic if high / low is above `Scaling.linearSpan`, else linear.
        case bySpan

        /// The default for the scale of a metric.
        init(_ scale: MetricInfo.Scale) {
            switch scale {
            case .linear: self = .linear
            case .log: self = .logarithmic
            case .share, .automatic: self = .bySpan
            }
        }
    }

    static let linearSpan = 30.0

    var automatic = Automatic.bySpan
    var kind = ScaleKind.automatic
    /// True for a range without the outer 2% of the columns at either end and without thresholds.
    var isRobust = false

    func wantsLog(low: Double, high: Double) -> Bool {
        switch kind {
        case .linear: return false
        case .logarithmic: return true
        case .automatic: break
        }
        switch automatic {
        case .linear: return false
        case .logarithmic: return true
        case .bySpan: return low > 0 && high / low > Self.linearSpan
        }
    }
}
