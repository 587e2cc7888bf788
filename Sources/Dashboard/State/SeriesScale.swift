import Telemetry

/// A value of a series.
struct SeriesValue: Sendable, Equatable {
    var step: Int
    var value: Double

    var bucket: Series.Bucket {
        var bucket = Series.Bucket()
        bucket.add(value)
        return bucket
    }

    static func == (left: SeriesValue, right: SeriesValue) -> Bool {
        left.step == right.step && left.value.bitPattern == right.value.bitPattern
    }
}

/// The buckets of one scale of a series, those that hold values.
struct SeriesScale: Sendable, Equatable {
    /// A bucket with its place: the number of its first step, in buckets.
    struct Placed: Sendable, Equatable {
        var place: Int
        private var low: Double
        private var high: Double
        private var last: Double
        private var sum: Double
        private var count: UInt32
        private var nonFinite: UInt32

        init(place: Int, _ bucket: Series.Bucket) {
            self.place = place
            (low, high, last, sum) = (bucket.low, bucket.high, bucket.last, bucket.sum)
            (count, nonFinite) = (UInt32(clamping: bucket.count), UInt32(clamping: bucket.nonFinite))
        }

        /// A bucket of one value.
        init(place: Int, _ value: Double) {
            let isFinite = value.isFinite
            self.place = place
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

        mutating func merge(later: Placed) {
            low = later.low < low ? later.low : low
            high = later.high > high ? later.high : high
            last = later.last
            sum += later.sum
            count = UInt32(clamping: UInt64(count) + UInt64(later.count))
            nonFinite = UInt32(clamping: UInt64(nonFinite) + UInt64(later.nonFinite))
        }

        static func == (left: Placed, right: Placed) -> Bool {
            left.place == right.place && left.bucket == right.bucket
        }
    }

    /// A bucket covers two to the power of this steps.
    let shift: Int
    /// In order; steps without a value have none.
    var buckets = Pages<Placed>()

    /// A scale for what comes from the one before it: the finest that halves it.
    ///
    /// - Parameters:
    ///   - places: of what comes first.
    ///   - finer: the shift of the scale that it comes from; 0 for values.
    init(halving places: some Collection<Int>, of finer: Int) {
        var shift = finer + 1
        func count() -> Int {
            var (count, previous) = (0, Int?.none)
            for place in places where place >> (shift - finer) != previous {
                (count, previous) = (count + 1, place >> (shift - finer))
            }
            return count
        }
        // One more than half where the first and the last bucket are cut in two.
        while shift < Int.bitWidth - 1, count() > places.count / 2 + 1 { shift += 1 }
        self.shift = shift
    }

    init(shift: Int, _ buckets: Pages<Placed> = Pages()) { (self.shift, self.buckets) = (shift, buckets) }

    /// The first step that it may have a value of; nil while it is empty.
    var firstStep: Int? { buckets.first.map { $0.place << shift } }

    func starts(by step: Int) -> Bool { firstStep.map { $0 <= step } ?? false }

    /// Whether it has buckets with steps of a range.
    func hasAny(of steps: Range<Int>) -> Bool {
        let index = buckets.partitioningIndex { $0.place >= steps.lowerBound >> shift }
        return index < buckets.count && buckets[index].place << shift < steps.upperBound
    }

    /// Appends values of the next steps.
    mutating func append(_ values: ArraySlice<SeriesValue>) {
        let shift = shift
        append(values, place: { $0.step >> shift }, bucket: { $0.bucket }, merge: { $0.add($1.value) })
    }

    /// Appends the next buckets of a finer scale.
    mutating func append(_ finer: ArraySlice<Placed>, of finerShift: Int) {
        let shift = shift - finerShift
        append(finer, place: { $0.place >> shift }, bucket: { $0.bucket }, merge: { $0.merge(later: $1) })
    }

    /// Appends buckets of consecutive items; those of one place share one. They are built in memory beside the list, which would
    /// be looked up for each otherwise.
    @inline(__always)
    private mutating func append<Item>(
        _ items: ArraySlice<Item>,
        place: (Item) -> Int,
        bucket: (Item) -> Series.Bucket,
        merge: (inout Placed, Item) -> Void
    ) {
        unsafe items.withUnsafeBufferPointer { items in
            guard let first = unsafe items.first else { return }
            // All of it in the processor's registers.
            var open = reopened(bucket(first), at: place(first))
            unsafe withUnsafeTemporaryAllocation(of: Placed.self, capacity: items.count) { full in
                var count = 0
                for index in 1..<items.count {
                    let item = unsafe items[index]
                    if place(item) == open.place {
                        merge(&open, item)
                    } else {
                        unsafe full.initializeElement(at: count, to: open)
                        count += 1
                        open = Placed(place: place(item), bucket(item))
                    }
                }
                unsafe full.initializeElement(at: count, to: open)
                unsafe buckets.append(contentsOf: UnsafeBufferPointer(rebasing: full[...count]))
            }
        }
    }

    /// A bucket merged with the last one here where that is of the same place, and taken from here.
    private mutating func reopened(_ bucket: Series.Bucket, at place: Int) -> Placed {
        guard buckets.last?.place == place, var last = buckets.popLast() else { return Placed(place: place, bucket) }
        last.merge(later: Placed(place: place, bucket))
        return last
    }

    /// Inserts the value of an earlier step.
    mutating func insert(_ value: Double, at step: Int) {
        let place = step >> shift
        let index = buckets.partitioningIndex { $0.place >= place }
        var merged = SeriesValue(step: step, value: value).bucket
        if index < buckets.count, buckets[index].place == place {
            // Which of the values in the bucket was the latest is not known any more, except that it was no late one.
            merged.merge(later: buckets[index].bucket)
            buckets[index] = Placed(place: place, merged)
        } else {
            buckets.insert(Placed(place: place, merged), at: index)
        }
    }

    /// Removes the buckets that may have steps after one.
    ///
    /// - Parameter end: the step before which all of its steps lie.
    mutating func cut(after step: Int, end: Int) -> SeriesScale {
        let kept = end <= step + 1 ? buckets.count : buckets.partitioningIndex { ($0.place + 1) << shift > step + 1 }
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
        var index = buckets.partitioningIndex { $0.place >= first }
        while index < buckets.count, buckets[index].place <= last {
            let place = buckets[index].place
            let range = max(place << shift, start)..<max(min((place + 1) << shift, end), place << shift + 1, start + 1)
            if range.overlaps(steps) { visit(range, buckets[index].bucket) }
            index += 1
        }
    }
}
