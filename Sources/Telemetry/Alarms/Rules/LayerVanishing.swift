/// A layer whose gradient norm stays below a thousandth of the last layer's.
struct LayerVanishing: AlarmDetector {
    static let rule = AlarmRule.layerVanishing
    static let least = 0.001
    /// Steps from the first inspection with the fault to the alarm.
    static let length = 50

    /// For each layer, true once it has had a gradient: a layer without one is frozen.
    private var hasLived: [Bool] = []
    private var streak = FaultStreak(Self.rule)

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if record.hasLists { inspect(record, &alarms) }
    }

    private mutating func inspect(_ step: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
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
        // Hysteresis: it ends at 1.5 times the limit, so that a layer at the limit does not raise alarms again and again.
        guard ratio < (streak.isActive ? 1.5 * Self.least : Self.least) else { return streak.end(&alarms) }
        streak.append(step.step)
        let length = step.step - (streak.since ?? step.step)
        guard streak.isActive || length >= Self.length && streak.count > 2 else { return }
        streak.raise(lowest.name, step: step.step, value: ratio, usual: Self.least, &alarms)
    }

    mutating func rewind(to step: Int) { streak.reset() }
}
