/// Where a series leaves what is usual around it: buckets whose highest value is far above that of their neighbors, or that
/// hold a value that is not finite.
struct Spikes {
    /// How many times the median of its neighbors' highest values a spike is at least.
    private static let factor = 3.0
    /// Neighbors looked at on each side.
    private static let reach = 10

    /// The places of the bucket of each spike, in order; of several buckets in a row, of the highest one.
    let places: [Range<Int>]

    init(of series: Series) {
        var buckets: [Range<Int>] = []
        var highs: [Double] = []
        series.forEachBucket(over: series.steps) { places, bucket in
            buckets.append(places)
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
        places = peaks.map { buckets[$0] }
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
    /// The places of the buckets at which the series that the chart is about spikes, and of the steps at which an alarm says
    /// so.
    var spikes: [Range<Int>] {
        spikeAlarms.map { $0..<$0 + 1 } + (primary.map { Spikes(of: $0.series).places } ?? [])
    }
}

extension Series {
    /// The places of the bucket with the highest value of some places, as finely as it is known; a value that is not finite is
    /// higher than all others.
    func peak(in places: Range<Int>) -> Range<Int>? {
        var peak: (places: Range<Int>, high: Double)?
        forEachBucket(over: places) { own, bucket in
            let high = bucket.nonFinite > 0 ? .infinity : bucket.high
            if high > peak?.high ?? -.infinity { peak = (own.clamped(to: places), high) }
        }
        return peak?.places
    }
}
