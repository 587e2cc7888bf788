/// The smoothing of noisy series.
enum Smoothing: String, CaseIterable, Sendable {
    case off
    case light = "EMA 0.9"
    case strong = "EMA 0.97"
    case median = "median 25"

    /// A new smoother; nil for `off`.
    func smoother() -> Smoother? {
        switch self {
        case .off: nil
        case .light: Smoother(MovingAverage(decay: 0.9))
        case .strong: Smoother(MovingAverage(decay: 0.97))
        case .median: Smoother(RunningMedian(length: 25))
        }
    }

    /// Steps before the first one shown that influence it.
    var reach: Int {
        switch self {
        case .off: 0
        case .light: 200
        case .strong: 600
        case .median: 25
        }
    }

    /// The next choice, cyclically.
    var next: Smoothing {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
