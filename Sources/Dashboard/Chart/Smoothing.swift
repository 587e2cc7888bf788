import Glibc
import Telemetry

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

/// Smooths values one after another.
struct Smoother {
    private var average: MovingAverage?
    private var median: RunningMedian?

    init(_ average: MovingAverage) { self.average = average }

    init(_ median: RunningMedian) { self.median = median }

    /// Takes the mean over a number of values.
    ///
    /// - Returns: the smoothed value; nil while there is no finite one. What is not finite is passed over.
    mutating func take(_ value: Double, count: Int) -> Double? {
        average?.take(value, count: count)
        median?.take(value)
        return average?.value ?? median?.value
    }
}

/// An exponential moving average without the pull of its beginning (Kingma and Ba, Adam, section 3).
struct MovingAverage {
    let decay: Double
    private var sum = 0.0
    /// What the values in the sum weigh together; 1 after many.
    private var weight = 0.0

    /// - Parameter decay: 0 to below 1.
    init(decay: Double) { self.decay = decay }

    /// Nil before the first finite value.
    var value: Double? { weight > 0 ? sum / weight : nil }

    /// Takes a value as often as `count` says; one that is not finite is passed over.
    mutating func take(_ value: Double, count: Int = 1) {
        guard value.isFinite, count > 0 else { return }
        let kept = count == 1 ? decay : pow(decay, Double(count))
        sum = kept * sum + (1 - kept) * value
        weight = kept * weight + (1 - kept)
    }
}

/// The median of the latest values; of an even number the lower of the middle two.
struct RunningMedian {
    let length: Int
    /// In the order they came, and by size.
    private var latest: [Double] = []
    private var sorted: [Double] = []
    private var oldest = 0

    /// - Parameter length: values looked back on, at least 1.
    init(length: Int) { self.length = length }

    /// Nil before the first finite value.
    var value: Double? { sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] }

    /// Takes a value; one that is not finite is passed over.
    mutating func take(_ value: Double) {
        guard value.isFinite else { return }
        if latest.count == length {
            sorted.remove(at: sorted.partitioningIndex { $0 >= latest[oldest] })
            latest[oldest] = value
            oldest = (oldest + 1) % length
        } else {
            latest.append(value)
        }
        sorted.insert(value, at: sorted.partitioningIndex { $0 >= value })
    }
}

extension Series {
    /// The smoothed value of each column that holds finite ones, from the left.
    ///
    /// It is made of the finest there is: of values one by one in the recent past, of the means of buckets before that.
    ///
    /// - Parameter isLogarithmic: true to smooth the logarithms, as a line on a logarithmic axis should be: what is 0 or less
    ///   is passed over then.
    func smoothed(
        by smoothing: Smoothing,
        _ axis: StepAxis,
        of count: Int,
        isLogarithmic: Bool = false
    ) -> [(column: Int, value: Double)] {
        guard var smoother = smoothing.smoother(), count > 0 else { return [] }
        var columns: [(column: Int, value: Double)] = []
        let first = axis.first - min(max(smoothing.reach, axis.last - axis.first), axis.first - min(origin, axis.first))
        forEachBucket(over: first..<axis.last + 1) { steps, bucket in
            guard bucket.hasFinite, !isLogarithmic || bucket.mean > 0 else { return }
            let mean = isLogarithmic ? log(bucket.mean) : bucket.mean
            guard let taken = smoother.take(mean, count: bucket.count - bucket.nonFinite) else { return }
            guard steps.upperBound > axis.first else { return }
            let value = isLogarithmic ? exp(taken) : taken
            let column = axis.column(max(steps.lowerBound, axis.first), of: count)
            if columns.last?.column == column {
                columns[columns.count - 1].value = value
            } else {
                columns.append((column, value))
            }
        }
        return columns
    }
}
