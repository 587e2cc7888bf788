import Telemetry

/// How an operator wants values spread over the height of a chart.
enum ScaleKind: String, CaseIterable, Sendable {
    case automatic = "auto"
    case linear
    case logarithmic = "log"
}

/// How the values of a chart are spread over its height.
struct Scaling: Equatable {
    /// What is done where nothing is asked for.
    enum Automatic {
        case linear, logarithmic
        /// Logarithmic where the values span more than `Scaling.linearSpan`: on a linear axis, decades of them hide
        /// everything but the highest.
        case bySpan

        /// What suits values that are spread in a way.
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
    /// True for a range that leaves out the farthest 2% of the columns at either end, and thresholds.
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
