/// One number followed over a whole run, in bounded memory, extremes kept.
///
/// Every bucket covers the same number of steps, a power of two. When the buckets run out they merge in pairs, so a
/// spike of one step stays in its bucket's low and high at every scale.
public struct Series: Sendable, Equatable {
    /// Buckets kept at the most.
    public static let capacity = 2048

    /// What happened to the number in a stretch of steps.
    public struct Bucket: Sendable, Equatable {
        /// Lowest and highest finite value; infinity and -infinity while there is none.
        public var low = Double.infinity
        public var high = -Double.infinity
        /// The value of the latest step, finite or not.
        public var last = Double.nan
        /// Values taken, non-finite ones included.
        public var count = 0
        /// Values that were NaN or infinite.
        public var nonFinite = 0

        public var hasFinite: Bool { low <= high }

        mutating func take(_ value: Double) {
            count += 1
            last = value
            guard value.isFinite else {
                nonFinite += 1
                return
            }
            if value < low { low = value }
            if value > high { high = value }
        }

        mutating func merge(later: Bucket) {
            guard later.count > 0 else { return }
            low = min(low, later.low)
            high = max(high, later.high)
            last = later.last
            count += later.count
            nonFinite += later.nonFinite
        }
    }

    /// Buckets from the first step on; those of steps without a value are empty.
    public private(set) var buckets: [Bucket] = []
    /// Steps a bucket covers, as a power of two.
    public private(set) var shift = 0
    /// The first step seen.
    public private(set) var origin = 0
    /// The latest step seen.
    public private(set) var lastStep = 0

    public init() {}

    public var isEmpty: Bool { buckets.isEmpty }
    public var stepsPerBucket: Int { 1 << shift }

    /// The latest value, finite or not; nil before the first.
    public var last: Double? { buckets.last?.last }

    /// Takes the value of a step. Steps before the first seen count into the first bucket.
    public mutating func append(_ value: Double, at step: Int) {
        if buckets.isEmpty { origin = step }
        let offset = max(0, step - origin)
        while offset >> shift >= Self.capacity { halve() }
        let index = offset >> shift
        while buckets.count <= index { buckets.append(Bucket()) }
        buckets[index].take(value)
        lastStep = max(lastStep, step)
    }

    /// Takes away what came after a step.
    ///
    /// A bucket with steps on both sides of the cut goes with those after it, so that nothing of them stays.
    ///
    /// - Returns: what was taken away, empty when there is nothing.
    public mutating func cut(after step: Int) -> Series {
        var tail = Series()
        guard step < lastStep else { return tail }
        let kept = min(max(0, (step + 1 - origin) >> shift), buckets.count)
        guard kept < buckets.count else { return tail }
        tail.buckets = Array(buckets[kept...])
        (tail.shift, tail.origin, tail.lastStep) = (shift, origin + kept << shift, lastStep)
        buckets.removeSubrange(kept...)
        // A number that comes on some steps only leaves steps without a value at the end.
        while buckets.last?.count == 0 { buckets.removeLast() }
        lastStep = buckets.isEmpty ? 0 : min(lastStep, step)
        return tail
    }

    /// The bucket of some steps, merged; empty where there was no value.
    ///
    /// - Parameter steps: any range; parts outside the run are empty.
    public func bucket(over steps: Range<Int>) -> Bucket {
        var merged = Bucket()
        let first = max(0, (steps.lowerBound - origin) >> shift)
        let end = min(buckets.count, ((steps.upperBound - 1 - origin) >> shift) + 1)
        guard first < end else { return merged }
        for bucket in buckets[first..<end] { merged.merge(later: bucket) }
        return merged
    }

    /// The whole run as one bucket.
    public var whole: Bucket {
        var merged = Bucket()
        for bucket in buckets { merged.merge(later: bucket) }
        return merged
    }

    private mutating func halve() {
        var merged: [Bucket] = []
        merged.reserveCapacity(Self.capacity)
        for index in stride(from: 0, to: buckets.count, by: 2) {
            var bucket = buckets[index]
            if index + 1 < buckets.count { bucket.merge(later: buckets[index + 1]) }
            merged.append(bucket)
        }
        buckets = merged
        shift += 1
    }

    public static func == (left: Series, right: Series) -> Bool {
        left.shift == right.shift && left.origin == right.origin && left.lastStep == right.lastStep
            && left.buckets.elementsEqual(right.buckets) { one, other in
                one.low == other.low && one.high == other.high && one.count == other.count
                    && one.nonFinite == other.nonFinite && one.last.bitPattern == other.last.bitPattern
            }
    }
}
