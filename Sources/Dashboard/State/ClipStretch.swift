/// Steps of the far past that were clipped alike, as counts.
struct ClipStretch: Equatable, Sendable {
    /// The first and the last of them on the step axis.
    private(set) var first: Int
    private(set) var last: Int
    private(set) var kind: ClipStep.Kind
    private(set) var maxNorm: Double
    private(set) var norms: NormHistogram
    private(set) var nonFinite: Int
    private(set) var clipped: Int
    private(set) var decided: Int
    private(set) var coefficientSum: Double
    private(set) var coefficientCount: Int

    /// - Parameter steps: at least one, all under one setting.
    init(_ steps: ArraySlice<ClipStep>) {
        (first, last) = (steps[steps.startIndex].place, steps[steps.endIndex - 1].place)
        (kind, maxNorm) = (steps[steps.startIndex].kind, steps[steps.startIndex].maxNorm)
        (clipped, decided, coefficientSum, coefficientCount) = (0, 0, 0, 0)
        var finite: [Double] = []
        finite.reserveCapacity(steps.count)
        for step in steps where step.norm.isFinite {
            finite.append(step.norm)
            if let isClipped = step.isClipped {
                decided += 1
                clipped += isClipped ? 1 : 0
            }
            guard step.coefficient.isFinite else { continue }
            coefficientSum += step.coefficient
            coefficientCount += 1
        }
        norms = NormHistogram(finite)
        nonFinite = steps.count - finite.count
    }

    var count: Int { norms.count + nonFinite }

    func isUnderSameSetting(as other: ClipStretch) -> Bool {
        kind == other.kind && (kind == .off || maxNorm == other.maxNorm || (maxNorm.isNaN && other.maxNorm.isNaN))
    }

    /// - Parameter later: what follows; under another setting it leaves the whole under none that is known.
    mutating func merge(later: ClipStretch) {
        if !isUnderSameSetting(as: later) { (kind, maxNorm) = (.other, .nan) }
        last = later.last
        norms.merge(later.norms)
        nonFinite += later.nonFinite
        clipped += later.clipped
        decided += later.decided
        coefficientSum += later.coefficientSum
        coefficientCount += later.coefficientCount
    }

    static func == (left: ClipStretch, right: ClipStretch) -> Bool {
        left.first == right.first && left.last == right.last && left.isUnderSameSetting(as: right)
            && left.norms == right.norms && left.nonFinite == right.nonFinite && left.clipped == right.clipped
    }
}
