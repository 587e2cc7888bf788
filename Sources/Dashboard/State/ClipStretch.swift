/// Steps of the far past that were clipped alike, as counts.
struct ClipStretch: Equatable, Sendable {
    /// The first and the last of them on the step axis.
    private(set) var first: Int
    private(set) var last: Int
    private(set) var kind: ClipStep.Kind
    private(set) var maxNorm: Double
    private(set) var norms: NormHistogram
    private(set) var counts = ClipCounts()

    /// - Parameter steps: at least one, all under one setting.
    init(_ steps: ArraySlice<ClipStep>) {
        (first, last) = (steps[steps.startIndex].place, steps[steps.endIndex - 1].place)
        (kind, maxNorm) = (steps[steps.startIndex].kind, steps[steps.startIndex].maxNorm)
        for step in steps { counts.append(step) }
        norms = NormHistogram(steps.map(\.norm).filter(\.isFinite))
    }

    var count: Int { norms.count + counts.nonFinite }

    func isUnderSameSetting(as other: ClipStretch) -> Bool {
        kind == other.kind && (kind == .off || maxNorm == other.maxNorm || (maxNorm.isNaN && other.maxNorm.isNaN))
    }

    /// - Parameter later: what follows; under another setting it leaves the whole under none that is known.
    mutating func merge(later: ClipStretch) {
        if !isUnderSameSetting(as: later) { (kind, maxNorm) = (.other, .nan) }
        last = later.last
        norms.merge(later.norms)
        counts.add(later.counts)
    }

    static func == (left: ClipStretch, right: ClipStretch) -> Bool {
        left.first == right.first && left.last == right.last && left.isUnderSameSetting(as: right)
            && left.norms == right.norms && left.counts == right.counts
    }
}
