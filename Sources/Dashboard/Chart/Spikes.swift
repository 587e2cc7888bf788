/// The spikes of a series: buckets whose highest value is far above their neighbors', or that hold a non-finite value.
struct Spikes {
    /// The least ratio of a spike to the median of its neighbors' highest values.
    private static let factor = 3.0
    /// Neighbors on each side.
    private static let reach = 10

    /// The positions of each spike's bucket, in order; of adjacent buckets only the highest one.
    let positions: [Range<Int>]

    init(of series: Series) {
        var buckets: [Range<Int>] = []
        var highs: [Double] = []
        series.forEachBucket(over: series.steps) { positions, bucket in
            buckets.append(positions)
            highs.append(bucket.nonFinite > 0 ? .infinity : bucket.high)
        }
        var peaks: [Int] = []
        var last: Int?
        for index in highs.indices where Self.isSpike(index, highs) {
            if last == index - 1, let peak = peaks.last {
                if highs[index] > highs[peak] { peaks[peaks.count - 1] = index }
            } else {
                peaks.append(index)
            }
            last = index
        }
        positions = peaks.map { buckets[$0] }
    }

    private static func isSpike(_ index: Int, _ highs: [Double]) -> Bool {
        guard highs[index] < .infinity else { return true }
        var around = (highs[max(0, index - reach)..<index] + highs[(index + 1)...].prefix(reach)).filter(\.isFinite)
        guard around.count >= reach else { return false }
        around.sort()
        let median = around[around.count / 2]
        return median > 0 && highs[index] > factor * median
    }
}

extension Chart {
    /// The positions of the buckets at which the main series spikes, and of the steps of spike alarms.
    var spikes: [Range<Int>] {
        spikeAlarms.map { $0..<$0 + 1 } + (primary.map { Spikes(of: $0.series).positions } ?? [])
    }
}

extension Series {
    /// The positions of the bucket with the highest value in a range. A non-finite value counts as the highest.
    func peak(in positions: Range<Int>) -> Range<Int>? {
        var peak: (positions: Range<Int>, high: Double)?
        forEachBucket(over: positions) { own, bucket in
            let high = bucket.nonFinite > 0 ? .infinity : bucket.high
            if high > peak?.high ?? -.infinity { peak = (own.clamped(to: positions), high) }
        }
        return peak?.positions
    }
}
