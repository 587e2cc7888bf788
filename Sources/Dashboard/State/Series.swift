import Telemetry

/// One number over a whole run in bounded memory, extremes kept: a pyramid of scales.
///
/// The latest values are kept one by one. Earlier ones are merged in pairs into buckets of 2 steps, those before into buckets
/// of 4, and so on. The recent past is exact, the far past coarse, and a spike of one step stays visible as the low or high
/// of its bucket. Steps without a value use no memory.
public struct Series: Sendable, Equatable {
    /// The least number of latest values kept one by one.
    public static let exact = 2048
    /// The least number of buckets kept at each coarser scale.
    static let perScale = exact / 2
    /// The number of values or buckets merged at a time.
    static let batch = Pages<SeriesValue>.pageSize
    /// A series with at most this many values and buckets is not made coarser.
    private static let coarseLimit = 2 * (exact + batch)

    /// The summary of the values in a stretch of steps.
    public struct Bucket: Sendable, Equatable {
        /// Lowest and highest finite value; infinity and -infinity while there is none.
        public var low = Double.infinity
        public var high = -Double.infinity
        /// The value of the latest step, finite or not.
        public var last = Double.nan
        /// Values appended, non-finite ones included.
        public var count = 0
        /// Values that were NaN or infinite.
        public var nonFinite = 0
        /// The sum of the finite values.
        var sum = 0.0

        /// True if there is a finite value.
        public var hasFinite: Bool { low <= high }

        /// Mean of the finite values; NaN while there is none. Halfway between the extremes where their sum overflows.
        public var mean: Double {
            guard hasFinite else { return .nan }
            return sum.isFinite ? sum / Double(count - nonFinite) : low / 2 + high / 2
        }

        mutating func add(_ value: Double) {
            count += 1
            last = value
            guard value.isFinite else {
                nonFinite += 1
                return
            }
            low = value < low ? value : low
            high = value > high ? value : high
            sum += value
        }

        mutating func add(_ values: [SeriesValue]) {
            var bucket = self
            unsafe values.withUnsafeBufferPointer { values in
                for index in values.indices { unsafe bucket.add(values[index].value) }
            }
            self = bucket
        }

        mutating func merge(later: Bucket) {
            guard later.count > 0 else { return }
            low = later.low < low ? later.low : low
            high = later.high > high ? later.high : high
            last = later.last
            count += later.count
            nonFinite += later.nonFinite
            sum += later.sum
        }

        /// Compares bits, so that a bucket whose last value is NaN equals itself.
        public static func == (left: Bucket, right: Bucket) -> Bool {
            left.low == right.low && left.high == right.high && left.last.bitPattern == right.last.bitPattern
                && left.count == right.count && left.nonFinite == right.nonFinite
        }
    }

    /// The latest values by step; several of one step in order of arrival.
    private var values = Pages<SeriesValue>()
    /// The buckets of earlier values, finest scale first.
    private var scales: [SeriesScale] = []
    /// All buckets of the scales, merged.
    private var past = Bucket()
    /// A stretch in finer buckets; see `refined`.
    var detail: SeriesDetail?
    /// The first step seen.
    public private(set) var origin = 0
    /// The latest step seen.
    public private(set) var lastStep = 0

    public init() {}

    public var isEmpty: Bool { values.isEmpty && past.count == 0 }

    /// Everything as one bucket.
    public var whole: Bucket {
        var whole = past
        for value in values { whole.add(value.value) }
        return whole
    }

    /// From the first to the latest step.
    public var steps: Range<Int> { isEmpty ? 0..<0 : origin..<lastStep + 1 }

    /// The latest value, finite or not; nil before the first.
    public var last: Double? { isEmpty ? nil : values.last?.value ?? past.last }

    /// The number of values and buckets kept.
    var keptCount: Int { scales.reduce(values.count) { $0 + $1.buckets.count } }

    /// Appends the value of a step; the value of an earlier step is inserted.
    public mutating func append(_ value: Double, at step: Int) {
        guard step >= lastStep, !isEmpty else { return insert(value, at: step) }
        lastStep = step
        values.append(SeriesValue(step: step, value: value))
        if values.count == Self.exact + Self.batch { mergeOldest() }
    }

    /// Appends values of steps in their order.
    mutating func append(_ later: UnsafeBufferPointer<SeriesValue>) {
        guard let first = unsafe later.first else { return }
        guard first.step >= lastStep || isEmpty else {
            for index in later.indices { unsafe append(later[index].value, at: later[index].step) }
            return
        }
        if isEmpty { origin = first.step }
        lastStep = unsafe later[later.count - 1].step
        var start = 0
        while start < later.count {
            let end = min(later.count, start + Self.exact + Self.batch - values.count)
            unsafe values.append(contentsOf: UnsafeBufferPointer(rebasing: later[start..<end]))
            if values.count == Self.exact + Self.batch { mergeOldest() }
            start = end
        }
    }

    private mutating func insert(_ value: Double, at step: Int) {
        if isEmpty { (origin, lastStep) = (step, step) }
        origin = min(origin, step)
        if let scale = scale(of: step) {
            // The bucket's last value must not change.
            var all = SeriesValue(step: step, value: value).bucket
            all.merge(later: past)
            past = all
            scales[scale].insert(value, at: step)
            mergeOverflow(from: scale)
        } else {
            values.insert(SeriesValue(step: step, value: value), at: values.partitioningIndex { $0.step > step })
            if values.count == Self.exact + Self.batch { mergeOldest() }
        }
    }

    /// The scale that an earlier step belongs to; nil for the values.
    private func scale(of step: Int) -> Int? {
        if let first = values.first, first.step <= step { return nil }
        return scales.firstIndex { $0.starts(by: step) } ?? scales.lastIndex { !$0.buckets.isEmpty }
    }

    // MARK: Merging

    private mutating func mergeOldest() {
        let oldest = values.removeFirstPage()
        if scales.isEmpty { scales.append(SeriesScale(halving: oldest.lazy.map(\.step), of: 0)) }
        past.add(oldest)
        scales[0].append(oldest[...])
        mergeOverflow(from: 0)
    }

    private mutating func mergeOverflow(from scale: Int) {
        var finer = scale
        while scales[finer].buckets.count >= Self.perScale + Self.batch {
            let (oldest, shift) = (scales[finer].buckets.removeFirstPage(), scales[finer].shift)
            if finer + 1 == scales.count {
                scales.append(SeriesScale(halving: oldest.lazy.map(\.number), of: shift))
            }
            scales[finer + 1].append(oldest[...], of: shift)
            finer += 1
        }
    }

    /// The series with all values in coarse buckets, about `perScale` of them. Values appended later are kept as usual.
    var coarse: Series {
        guard keptCount > Self.coarseLimit else { return self }
        var shift = scales.last { !$0.buckets.isEmpty }?.shift ?? 0
        while (lastStep - origin) >> shift >= Self.perScale { shift += 1 }
        var (coarse, merged) = (self, SeriesScale(shift: shift))
        for scale in scales.reversed() { scale.buckets.forEachPage { merged.append($0, of: scale.shift) } }
        values.forEachPage { merged.append($0) }
        // Many such states are kept.
        merged.buckets.trim()
        coarse.past = whole
        coarse.values = Pages()
        // Values appended later need the scales in between.
        coarse.scales = scales.lazy.map(\.shift).filter { $0 < shift }.map { SeriesScale(shift: $0) } + [merged]
        return coarse
    }

    // MARK: Removing

    /// Removes the values after a step.
    ///
    /// A bucket that may have steps on both sides of the cut is removed.
    ///
    /// - Returns: the values removed.
    public mutating func cut(after step: Int) -> Series {
        var tail = Series()
        guard step < lastStep else { return tail }
        // From coarse to fine, since the finer scales determine where each one ends.
        for index in scales.indices.reversed() {
            let end = end(ofScale: index)
            tail.scales.insert(scales[index].cut(after: step, end: end), at: 0)
        }
        let kept = values.partitioningIndex { $0.step > step }
        tail.values = Pages(values[kept...])
        values.removeSubrange(kept...)
        if let first = tail.firstStep { (tail.origin, tail.lastStep) = (max(first, origin), lastStep) }
        tail.mergePast()
        mergePast()
        if isEmpty { self = Series() } else { lastStep = min(lastStep, step) }
        return tail
    }

    private mutating func mergePast() {
        past = Bucket()
        for scale in scales.reversed() { for bucket in scale.buckets { past.merge(later: bucket.bucket) } }
    }
}

// MARK: Reading

extension Series {
    /// Visits the buckets that have steps of a range, in order; in the recent past one bucket per value.
    ///
    /// - Parameters:
    ///   - steps: any range; parts outside the run are empty.
    ///   - visit: receives the steps that a bucket covers, and the bucket, which is never empty.
    public func forEachBucket(over steps: Range<Int>, _ visit: (Range<Int>, Bucket) -> Void) {
        if let detail {
            forEachBucket(over: steps, finer: detail, visit)
        } else {
            forEachKeptBucket(over: steps, visit)
        }
    }

    func forEachKeptBucket(over steps: Range<Int>, _ visit: (Range<Int>, Bucket) -> Void) {
        guard !isEmpty, steps.lowerBound <= lastStep, steps.upperBound > origin, !steps.isEmpty else { return }
        for index in scales.indices.reversed() {
            scales[index].forEachBucket(over: steps, from: origin, to: end(ofScale: index), visit)
        }
        for value in values[values.partitioningIndex { $0.step >= steps.lowerBound }...] {
            guard value.step < steps.upperBound else { return }
            visit(value.step..<value.step + 1, value.bucket)
        }
    }

    /// The buckets that have steps of a range, merged; empty if there is no value.
    ///
    /// - Parameter steps: any range; parts outside the run are empty.
    public func bucket(over steps: Range<Int>) -> Bucket {
        var merged = Bucket()
        forEachBucket(over: steps) { merged.merge(later: $1) }
        return merged
    }

    /// The steps covered by the widest bucket of a range; 1 if values there are kept one by one.
    public func width(over steps: Range<Int>) -> Int {
        guard detail == nil else {
            var width = 1
            forEachBucket(over: steps) { steps, _ in width = max(width, steps.count) }
            return width
        }
        let scale = scales.last { $0.hasAny(of: steps) }
        return scale.map { 1 << $0.shift } ?? 1
    }

    /// The first step kept, rounded down to its bucket.
    private var firstStep: Int? { scales.lazy.reversed().compactMap(\.firstStep).first ?? values.first?.step }

    /// The end of the steps of a scale, exclusive: the first step of the next finer one.
    private func end(ofScale index: Int) -> Int {
        if let first = scales[..<index].lazy.reversed().compactMap(\.firstStep).first { return first }
        // Several values of one step may lie on both sides.
        return (values.first?.step ?? lastStep) + 1
    }
}
