/// Where a series leaves what is usual around it: buckets whose highest value is far above that of their neighbours, or that
/// hold a value that is not finite.
struct Spikes {
    /// How many times the median of its neighbours' highest values a spike is at least.
    private static let factor = 3.0
    /// Neighbours looked at on each side.
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
    /// The places at which the series that the chart is about spikes, and at which an alarm says so.
    var spikes: [Int] { spikeAlarms + (primary.map { Spikes(of: $0.series).places.map(\.lowerBound) } ?? []) }
}
