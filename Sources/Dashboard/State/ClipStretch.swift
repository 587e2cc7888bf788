/// Consecutive past steps under one setting, as counts.
struct ClipStretch: Equatable, Sendable {
    /// The position of the first step on the step axis.
    private(set) var first: Int
    private(set) var last: Int
    private(set) var kind: ClipStep.Kind
    private(set) var maxNorm: Double
    private(set) var norms: NormHistogram
    private(set) var counts = ClipCounts()

    /// - Parameter steps: at least one, all under one setting.
    init(_ steps: ArraySlice<ClipStep>) {
        (first, last) = (steps[steps.startIndex].position, steps[steps.endIndex - 1].position)
        (kind, maxNorm) = (steps[steps.startIndex].kind, steps[steps.startIndex].maxNorm)
        for step in steps { counts.append(step) }
        norms = NormHistogram(steps.map(\.norm).filter(\.isFinite))
    }

    var count: Int { norms.count + counts.nonFinite }

    func isUnderSameSetting(as other: ClipStretch) -> Bool {
        kind == other.kind && (kind == .off || maxNorm == other.maxNorm || (maxNorm.isNaN && other.maxNorm.isNaN))
    }

    /// - Parameter later: the stretch that follows; if its setting differs, that of the result is unknown.
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
