/// How a noisy series is calmed.
enum Smoothing: String, CaseIterable, Sendable {
    case off
    case light = "EMA 0.9"
    case strong = "EMA 0.97"
    case median = "median 25"

    /// What is smoothed, one value for each bucket that has finite values.
    func smoother() -> Smoother? {
        switch self {
        case .off: nil
        case .light: Smoother(MovingAverage(decay: 0.9))
        case .strong: Smoother(MovingAverage(decay: 0.97))
        case .median: Smoother(RunningMedian(length: 25))
        }
    }

    /// Values before the first one shown that still count.
    var reach: Int {
        switch self {
        case .off: 0
        case .light: 200
        case .strong: 600
        case .median: 25
        }
    }

    /// The next one, and off after the last.
    var next: Smoothing {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
