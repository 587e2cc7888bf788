/// A layer whose gradient stays below a thousandth of that of the last layer.
struct LayerVanishing: AlarmDetector {
    static let rule = AlarmRule.layerVanishing
    static let least = 0.001
    /// Steps between the first look that finds it and the one that raises the alarm.
    static let length = 50

    /// Which layers have ever had a gradient: one that never has is frozen.
    private var hasLived: [Bool] = []
    private var streak = FaultStreak(Self.rule)

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if record.hasLists { look(record, &book) }
    }

    private mutating func look(_ step: borrowing StepRecord, _ book: inout AlarmBook) {
        let layers = step.layers
        guard layers.count > 1, let top = layers.last?.value, top > 0, top.isFinite else { return }
        if hasLived.count != layers.count { hasLived = Array(repeating: false, count: layers.count) }
        var lowest: NamedNumber?
        for (index, layer) in layers.enumerated() {
            if layer.value > 0 { hasLived[index] = true }
            if hasLived[index], layer.value < lowest?.value ?? .infinity { lowest = layer }
        }
        guard let lowest else { return }
        let ratio = lowest.value / top
        // Half as much again ends it, so that a layer at the limit does not come and go.
        guard ratio < (streak.isActive ? 1.5 * Self.least : Self.least) else { return streak.end(&book) }
        streak.append(step.step)
        let length = step.step - (streak.since ?? step.step)
        guard streak.isActive || length >= Self.length && streak.count > 2 else { return }
        streak.hold(lowest.name, step: step.step, value: ratio, usual: Self.least, &book)
    }

    mutating func rewind(to step: Int) { streak.reset() }
}
