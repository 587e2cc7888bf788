/// How often norms fell into logarithmic bins, 16 to each doubling: the ends of a bin are 3 to 6 % apart.
///
/// Empty bins use no memory.
struct NormHistogram: Equatable, Sendable {
    struct Bin: Equatable, Sendable {
        /// Its place among all bins; see `low`.
        var index: Int
        var count: Int

        /// Its ends: the first belongs to it, the second does not.
        var low: Double { Self.low(index) }
        var high: Double { Self.low(index + 1) }
        /// What stands for a norm that is known to its bin only.
        var middle: Double { low + (high - low) / 2 }

        /// The exponent and the first four bits behind the leading one are the index.
        private static func low(_ index: Int) -> Double { Double(bitPattern: UInt64(index) << 48) }

        static func index(of norm: Double) -> Int { norm > 0 ? Int(norm.bitPattern >> 48) : 0 }
    }

    /// Bins that hold something, lowest first.
    private(set) var bins: [Bin] = []
    /// All that they hold.
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
        var place = 0
        for bin in bins {
            while place < other.bins.count, other.bins[place].index < bin.index {
                merged.append(other.bins[place])
                place += 1
            }
            merged.append(bin)
            if place < other.bins.count, other.bins[place].index == bin.index {
                merged[merged.count - 1].count += other.bins[place].count
                place += 1
            }
        }
        bins = merged + other.bins[place...]
    }

    /// How many norms lie above a value; those in the value's own bin count by how much of the bin does.
    func count(above value: Double) -> Double {
        var count = 0.0
        for bin in bins where bin.high > value {
            let share = bin.low >= value ? 1 : (bin.high - value) / (bin.high - bin.low)
            count += Double(bin.count) * share
        }
        return count
    }

    /// The value below which a share of the norms lies, assumed to lie evenly within a bin; nil for none.
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
