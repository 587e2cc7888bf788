/// A histogram of norms with 16 bins per doubling, each 3 to 6% wide. Empty bins use no memory.
struct NormHistogram: Equatable, Sendable {
    struct Bin: Equatable, Sendable {
        /// The index of the bin; see `low`.
        var index: Int
        var count: Int

        /// The bounds: `low` is included, `high` is not.
        var low: Double { Self.low(index) }
        var high: Double { Self.low(index + 1) }
        /// The representative value of the bin.
        var middle: Double { low + (high - low) / 2 }

        /// The index consists of the exponent and the first four bits of the significand.
        private static func low(_ index: Int) -> Double { Double(bitPattern: UInt64(index) << 48) }

        static func index(of norm: Double) -> Int { norm > 0 ? Int(norm.bitPattern >> 48) : 0 }
    }

    /// The bins that are not empty, lowest first.
    private(set) var bins: [Bin] = []
    /// The number of norms.
    private(set) var count = 0

    init() {}

    /// - Parameter norms: finite, in any order.
    init(_ norms: [Double]) {
        guard let least = norms.min(), let most = norms.max() else { return }
        // Finite numbers have no more than 32,752 bins.
        let (first, end) = (Bin.index(of: least), Bin.index(of: most) + 1)
        var counts = [Int](repeating: 0, count: end - first)
        for norm in norms { counts[Bin.index(of: norm) - first] += 1 }
        bins = counts.indices.lazy.filter { counts[$0] > 0 }.map { Bin(index: first + $0, count: counts[$0]) }
        count = norms.count
    }

    mutating func merge(_ other: NormHistogram) {
        count += other.count
        guard !bins.isEmpty else { return bins = other.bins }
        var merged: [Bin] = []
        merged.reserveCapacity(bins.count + other.bins.count)
        var next = 0
        for bin in bins {
            while next < other.bins.count, other.bins[next].index < bin.index {
                merged.append(other.bins[next])
                next += 1
            }
            merged.append(bin)
            if next < other.bins.count, other.bins[next].index == bin.index {
                merged[merged.count - 1].count += other.bins[next].count
                next += 1
            }
        }
        bins = merged + other.bins[next...]
    }

    /// The number of norms above a value, assuming an even distribution in its bin.
    func count(above value: Double) -> Double {
        var count = 0.0
        for bin in bins where bin.high > value {
            let share = bin.low >= value ? 1 : (bin.high - value) / (bin.high - bin.low)
            count += Double(bin.count) * share
        }
        return count
    }

    /// A quantile of the norms, assuming an even distribution in each bin; nil if there are none.
    func quantile(_ share: Double) -> Double? {
        guard !bins.isEmpty else { return nil }
        var left = share * Double(count)
        for bin in bins {
            if left <= Double(bin.count) { return bin.low + (bin.high - bin.low) * max(left, 0) / Double(bin.count) }
            left -= Double(bin.count)
        }
        return bins.last?.high
    }
}
