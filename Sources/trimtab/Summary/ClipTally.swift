import Telemetry

/// What clipping did under each of its settings, in the order in which they came into force.
struct ClipTally {
    /// The steps under one setting.
    struct Stretch {
        /// The kind of clipping; nil if not reported.
        var clip: String?
        var maxNorm: Double?
        var first: Int
        var last: Int
        /// Steps with a gradient norm, and those of them whose norm was not finite.
        var steps = 0
        var nonFinite = 0
        /// Steps whose gradient was scaled down, and the sum of all finite coefficients.
        var clipped = 0
        fileprivate var coefficients = 0.0
        fileprivate var measured = 0

        /// Share of the steps with a known coefficient that were clipped; nil if there are none.
        var share: Double? { measured == 0 ? nil : Double(clipped) / Double(measured) }

        /// Mean coefficient; nil if there is none.
        var mean: Double? { measured == 0 ? nil : coefficients / Double(measured) }

        fileprivate func isSame(as record: borrowing StepRecord) -> Bool {
            clip == record.clip && maxNorm == record.maxNorm
        }
    }

    private(set) var stretches: [Stretch] = []

    mutating func add(_ record: borrowing StepRecord) {
        if stretches.last.map({ !$0.isSame(as: record) }) ?? true {
            stretches.append(
                Stretch(clip: record.clip, maxNorm: record.maxNorm, first: record.step, last: record.step)
            )
        }
        let index = stretches.count - 1
        stretches[index].last = record.step
        guard let norm = record.gradNorm else { return }
        stretches[index].steps += 1
        guard norm.isFinite else {
            stretches[index].nonFinite += 1
            return
        }
        guard let coefficient = record.keptShare else { return }
        stretches[index].measured += 1
        stretches[index].coefficients += coefficient
        if coefficient < StepRecord.unclippedFrom { stretches[index].clipped += 1 }
    }
}
