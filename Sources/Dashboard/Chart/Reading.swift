import Telemetry

/// What a series was at a step: a value, or where the steps are no longer kept one by one, what happened in those around it.
struct Reading: Equatable {
    /// Places on the step axis, one where the value is exact.
    var places: Range<Int>
    var bucket: Series.Bucket

    /// The value, or the range of values with the latest of them.
    ///
    /// - Parameter format: how a finite value is written.
    func text(_ format: (Double) -> String) -> String {
        let last = bucket.last.isFinite ? format(bucket.last) : NumberFormat.compact(bucket.last)
        guard bucket.count > 1, bucket.hasFinite, bucket.low < bucket.high else { return last }
        return "\(format(bucket.low))–\(format(bucket.high)), last \(last)"
    }
}

extension Series {
    /// What it was at a place; nil where it had no value.
    func reading(at place: Int) -> Reading? {
        var reading: Reading?
        forEachBucket(over: place..<place + 1) { places, bucket in
            guard var merged = reading else {
                reading = Reading(places: places, bucket: bucket)
                return
            }
            // Several values of one step.
            merged.bucket.merge(later: bucket)
            reading = merged
        }
        return reading
    }

    /// The latest before a place, and the next from one on, as far as some places away.
    func neighbors(of places: Range<Int>, within reach: Int) -> (before: Reading?, after: Reading?) {
        var (before, after): (Reading?, Reading?)
        forEachBucket(over: places.lowerBound - reach..<places.lowerBound) {
            before = Reading(places: $0, bucket: $1)
        }
        forEachBucket(over: places.upperBound..<places.upperBound + reach) {
            if after == nil { after = Reading(places: $0, bucket: $1) }
        }
        return (before, after)
    }
}

extension StepPlaces {
    /// Places as the numbers of their steps: "step 1,215", "steps 1,024–1,031".
    func phrase(_ places: Range<Int>) -> String {
        let first = step(at: places.lowerBound).map(NumberFormat.count) ?? "?"
        guard places.count > 1, let last = step(at: places.upperBound - 1) else { return "step \(first)" }
        return "steps \(first)–\(NumberFormat.count(last))"
    }
}
