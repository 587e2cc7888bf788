import Telemetry

/// The value of a series at a step, or the bucket that holds it if steps there are no longer kept one by one.
struct Reading: Equatable {
    /// The positions on the step axis, one if the value is exact.
    var positions: Range<Int>
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
    /// The value at a position; nil if there is none.
    func reading(at position: Int) -> Reading? {
        var reading: Reading?
        forEachBucket(over: position..<position + 1) { positions, bucket in
            guard var merged = reading else {
                reading = Reading(positions: positions, bucket: bucket)
                return
            }
            // Several values of one step.
            merged.bucket.merge(later: bucket)
            reading = merged
        }
        return reading
    }

    /// The latest value before a range of positions and the next one after it, at most `reach` positions away.
    func neighbors(of positions: Range<Int>, within reach: Int) -> (before: Reading?, after: Reading?) {
        var (before, after): (Reading?, Reading?)
        forEachBucket(over: positions.lowerBound - reach..<positions.lowerBound) {
            before = Reading(positions: $0, bucket: $1)
        }
        forEachBucket(over: positions.upperBound..<positions.upperBound + reach) {
            if after == nil { after = Reading(positions: $0, bucket: $1) }
        }
        return (before, after)
    }
}

extension StepPositions {
    /// Positions as step numbers: "step 1,215", "steps 1,024–1,031".
    func phrase(_ positions: Range<Int>) -> String {
        let first = step(at: positions.lowerBound).map(NumberFormat.count) ?? "?"
        guard positions.count > 1, let last = step(at: positions.upperBound - 1) else { return "step \(first)" }
        return "steps \(first)–\(NumberFormat.count(last))"
    }
}
