extension AlarmRule {
    /// The gradient hardly reaches a layer, its subject. The value is the layer's norm over that of the last layer.
    public static let vanishingLayer = AlarmRule("layer_vanishing", title: "gradient vanishes", extreme: .lowest)
}

/// A layer whose gradient stays below a thousandth of that of the last layer.
struct VanishingLayer: AlarmDetector {
    static let rule = AlarmRule.vanishingLayer
    static let least = 0.001
    /// Steps between the first look that finds it and the one that raises the alarm.
    static let length = 50

    /// Which layers have ever had a gradient: one that never has is frozen.
    private var hasLived: [Bool] = []
    private var since: Int?
    private var looks = 0
    private var isActive = false

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if record.hasLists { look(record, &book) }
    }

    private mutating func look(_ step: borrowing StepRecord, _ book: inout AlarmBook) {
        let layers = step.layers
        guard layers.count > 1, let top = layers.last?.value, top > 0, top.isFinite else { return }
        if hasLived.count != layers.count { hasLived = Array(repeating: false, count: layers.count) }
        var lowest: NamedNumber?
        for (place, layer) in layers.enumerated() {
            if layer.value > 0 { hasLived[place] = true }
            if hasLived[place], layer.value < lowest?.value ?? .infinity { lowest = layer }
        }
        guard let lowest else { return }
        let ratio = lowest.value / top
        // Half as much again ends it, so that a layer at the limit does not come and go.
        guard ratio < (isActive ? 1.5 * Self.least : Self.least) else { return finish(&book) }
        looks += 1
        let first = since ?? step.step
        since = first
        guard isActive || step.step - first >= Self.length && looks > 2 else { return }
        isActive = true
        book.hold(
            Self.rule,
            subject: lowest.name,
            since: first,
            step: step.step,
            count: looks,
            value: ratio,
            usual: Self.least
        )
    }

    private mutating func finish(_ book: inout AlarmBook) {
        (since, looks) = (nil, 0)
        guard isActive else { return }
        isActive = false
        book.end(Self.rule)
    }

    mutating func rewind(to step: Int) { (since, looks, isActive) = (nil, 0, false) }
}
