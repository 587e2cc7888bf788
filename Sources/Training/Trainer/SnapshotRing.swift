/// The latest snapshots that fit into the memory; the oldest is evicted.
struct SnapshotRing {
    let plan: SnapshotPlan
    /// Oldest first, after the empty entries of evicted ones: closing the gap each time would cost more than the snapshot
    /// when there are many small ones.
    private var places: [Kept?] = []
    private var goneCount = 0
    /// Size in bytes of a snapshot that did not fit. No more are made, because later ones are no smaller.
    private(set) var misfit: Int?
    private var total = 0

    /// A snapshot, and the number of rate changes before it.
    struct Kept {
        let snapshot: Snapshot
        let rateChanges: Int
        let size: Int
    }

    init(_ plan: SnapshotPlan) { self.plan = plan }

    /// The steps that the run may be rewound to, oldest first.
    var steps: [Int] { places[goneCount...].compactMap { $0?.snapshot.step } }

    /// The step of the oldest snapshot, if any.
    var oldest: Int? { goneCount < places.count ? places[goneCount]?.snapshot.step : nil }

    /// Why there are no snapshots, for the operator; nil while all fit.
    var shortage: String? {
        misfit.map { "one takes \($0) bytes, and there is room for \(plan.memory)" }
    }

    /// Whether one is due after this step.
    func isDue(after step: Int) -> Bool { misfit == nil && step.isMultiple(of: plan.every) }

    /// Keeps one more; returns false, and changes nothing, when it does not fit.
    mutating func keep(_ snapshot: Snapshot, rateChanges: Int) -> Bool {
        let size = snapshot.byteCount
        guard size <= plan.memory else {
            misfit = size
            return false
        }
        total += size
        while total > plan.memory { evictOldest() }
        places.append(Kept(snapshot: snapshot, rateChanges: rateChanges, size: size))
        return true
    }

    private mutating func evictOldest() {
        total -= places[goneCount]?.size ?? 0
        places[goneCount] = nil
        goneCount += 1
        guard goneCount > places.count / 2 else { return }
        places.removeFirst(goneCount)
        goneCount = 0
    }

    /// The snapshot of a step; those of later steps are discarded.
    mutating func rewind(to step: Int) -> Kept? {
        while let last = places.last ?? nil, last.snapshot.step > step {
            total -= last.size
            places.removeLast()
        }
        return (places.last ?? nil).flatMap { $0.snapshot.step == step ? $0 : nil }
    }
}
