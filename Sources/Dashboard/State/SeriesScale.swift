import Telemetry

/// The non-empty buckets of one scale of a series.
struct SeriesScale: Sendable, Equatable {
    /// A bucket with its number: its first step divided by the steps per bucket.
    struct NumberedBucket: Sendable, Equatable {
        var number: Int
        private var low: Double
        private var high: Double
        private var last: Double
        private var sum: Double
        private var count: UInt32
        private var nonFinite: UInt32

        init(number: Int, _ bucket: Series.Bucket) {
            self.number = number
            (low, high, last, sum) = (bucket.low, bucket.high, bucket.last, bucket.sum)
            (count, nonFinite) = (UInt32(clamping: bucket.count), UInt32(clamping: bucket.nonFinite))
        }

        /// A bucket of one value.
        init(number: Int, _ value: Double) {
            let isFinite = value.isFinite
            self.number = number
            (low, high) = isFinite ? (value, value) : (.infinity, -.infinity)
            (last, sum) = (value, isFinite ? value : 0)
            (count, nonFinite) = (1, isFinite ? 0 : 1)
        }

        var bucket: Series.Bucket {
            var bucket = Series.Bucket()
            (bucket.low, bucket.high, bucket.last, bucket.sum) = (low, high, last, sum)
            (bucket.count, bucket.nonFinite) = (Int(count), Int(nonFinite))
            return bucket
        }

        mutating func add(_ value: Double) {
            last = value
            if count < .max { count += 1 }
            guard value.isFinite else {
                if nonFinite < .max { nonFinite += 1 }
                return
            }
            low = value < low ? value : low
            high = value > high ? value : high
            sum += value
        }

        mutating func merge(later: NumberedBucket) {
            low = later.low < low ? later.low : low
            high = later.high > high ? later.high : high
            last = later.last
            sum += later.sum
            count = UInt32(clamping: UInt64(count) + UInt64(later.count))
            nonFinite = UInt32(clamping: UInt64(nonFinite) + UInt64(later.nonFinite))
        }

        static func == (left: NumberedBucket, right: NumberedBucket) -> Bool {
            left.number == right.number && left.bucket == right.bucket
        }
    }

    /// A bucket covers 2^shift steps.
    let shift: Int
    /// The buckets in order.
    var buckets = Pages<NumberedBucket>()

    /// The finest scale that halves the number of buckets of another one.
    ///
    /// - Parameters:
    ///   - numbers: the numbers of the first buckets of the finer scale, or the steps of values.
    ///   - finer: the shift of the finer scale; 0 for values.
    init(halving numbers: some Collection<Int>, of finer: Int) {
        var shift = finer + 1
        func count() -> Int {
            var (count, previous) = (0, Int?.none)
            for number in numbers where number >> (shift - finer) != previous {
                (count, previous) = (count + 1, number >> (shift - finer))
            }
            return count
        }
        // One more than half, since the first and the last bucket may have only one half.
        while shift < Int.bitWidth - 1, count() > numbers.count / 2 + 1 { shift += 1 }
        self.shift = shift
    }

    init(shift: Int, _ buckets: Pages<NumberedBucket> = Pages()) { (self.shift, self.buckets) = (shift, buckets) }

    /// The first step of the first bucket; nil if it is empty.
    var firstStep: Int? { buckets.first.map { $0.number << shift } }

    func starts(by step: Int) -> Bool { firstStep.map { $0 <= step } ?? false }

    /// True if it has buckets with steps of a range.
    func hasAny(of steps: Range<Int>) -> Bool {
        let index = buckets.partitioningIndex { $0.number >= steps.lowerBound >> shift }
        return index < buckets.count && buckets[index].number << shift < steps.upperBound
    }

    /// Appends values of the next steps.
    mutating func append(_ values: ArraySlice<SeriesValue>) {
        let shift = shift
        append(values, number: { $0.step >> shift }, bucket: { $0.bucket }, merge: { $0.add($1.value) })
    }

    /// Appends the next buckets of a finer scale.
    mutating func append(_ finer: ArraySlice<NumberedBucket>, of finerShift: Int) {
        let shift = shift - finerShift
        append(finer, number: { $0.number >> shift }, bucket: { $0.bucket }, merge: { $0.merge(later: $1) })
    }

    /// Appends buckets of consecutive items, merging those of the same number. They are built in a temporary buffer, which is
    /// faster than appending to the pages one by one.
    @inline(__always)
    private mutating func append<Item>(
        _ items: ArraySlice<Item>,
        number: (Item) -> Int,
        bucket: (Item) -> Series.Bucket,
        merge: (inout NumberedBucket, Item) -> Void
    ) {
        unsafe items.withUnsafeBufferPointer { items in
            guard let first = unsafe items.first else { return }
            // A local value stays in registers.
            var open = reopened(bucket(first), at: number(first))
            unsafe withUnsafeTemporaryAllocation(of: NumberedBucket.self, capacity: items.count) { full in
                var count = 0
                for index in 1..<items.count {
                    let item = unsafe items[index]
                    if number(item) == open.number {
                        merge(&open, item)
                    } else {
                        unsafe full.initializeElement(at: count, to: open)
                        count += 1
                        open = NumberedBucket(number: number(item), bucket(item))
                    }
                }
                unsafe full.initializeElement(at: count, to: open)
                unsafe buckets.append(contentsOf: UnsafeBufferPointer(rebasing: full[...count]))
            }
        }
    }

    /// A bucket, merged with the last one here if that has the same number; the last one is removed then.
    private mutating func reopened(_ bucket: Series.Bucket, at number: Int) -> NumberedBucket {
        guard buckets.last?.number == number, var last = buckets.popLast() else {
            return NumberedBucket(number: number, bucket)
        }
        last.merge(later: NumberedBucket(number: number, bucket))
        return last
    }

    /// Inserts the value of an earlier step.
    mutating func insert(_ value: Double, at step: Int) {
        let number = step >> shift
        let index = buckets.partitioningIndex { $0.number >= number }
        var merged = SeriesValue(step: step, value: value).bucket
        if index < buckets.count, buckets[index].number == number {
            // The inserted value is not the latest of the bucket.
            merged.merge(later: buckets[index].bucket)
            buckets[index] = NumberedBucket(number: number, merged)
        } else {
            buckets.insert(NumberedBucket(number: number, merged), at: index)
        }
    }

    /// Removes and returns the buckets that may have steps after one.
    ///
    /// - Parameter end: the end of the scale's steps, exclusive.
    mutating func cut(after step: Int, end: Int) -> SeriesScale {
        let kept = end <= step + 1 ? buckets.count : buckets.partitioningIndex { ($0.number + 1) << shift > step + 1 }
        let tail = SeriesScale(shift: shift, Pages(buckets[kept...]))
        buckets.removeSubrange(kept...)
        return tail
    }

    /// Visits the buckets that have steps of a range.
    ///
    /// - Parameter steps: the steps that a bucket may have lie from `start` to before `end`.
    func forEachBucket(
        over steps: Range<Int>,
        from start: Int,
        to end: Int,
        _ visit: (Range<Int>, Series.Bucket) -> Void
    ) {
        let (first, last) = (steps.lowerBound >> shift, (steps.upperBound - 1) >> shift)
        var index = buckets.partitioningIndex { $0.number >= first }
        while index < buckets.count, buckets[index].number <= last {
            let number = buckets[index].number
            let range =
                max(number << shift, start)..<max(min((number + 1) << shift, end), number << shift + 1, start + 1)
            if range.overlaps(steps) { visit(range, buckets[index].bucket) }
            index += 1
        }
    }
}
