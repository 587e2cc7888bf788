/// The change of a corrupted batch's targets.
public enum PoisonedLabels: String, CaseIterable, Sendable {
    /// Unchanged.
    case right
    /// Every class becomes the next one, and every number changes its sign.
    case wrong
    /// Every class becomes the one that cross entropy ignores.
    case ignored
}

/// Corrupts one batch, as a broken file or a wrong unit would: a demonstration of what clipping prevents.
public struct Poisoned<Element: Scalar>: BatchSource {
    /// The corrupted batch, counted from 1.
    public let batchNumber: Int
    /// The factor of its inputs.
    public let scale: Double
    /// The change of its targets.
    public let labels: PoisonedLabels
    /// Classes of the data; unused when the targets are numbers.
    public let classCount: Int

    private var source: any BatchSource<Element>
    private var drawn = 0

    public init(
        _ source: any BatchSource<Element>,
        batchNumber: Int,
        scale: Double,
        labels: PoisonedLabels,
        classCount: Int
    ) {
        self.source = source
        self.batchNumber = batchNumber
        self.scale = scale
        self.labels = labels
        self.classCount = classCount
    }

    public var batchesPerEpoch: Int? { source.batchesPerEpoch }

    public mutating func next(into batch: inout Batch<Element>) {
        source.next(into: &batch)
        drawn += 1
        guard drawn == batchNumber else { return }
        for index in batch.inputs.indices { batch.inputs[index] *= Element(scale) }
        switch labels {
        case .right: break
        case .wrong:
            for index in batch.classes.indices { batch.classes[index] = (batch.classes[index] + 1) % classCount }
            for index in batch.values.indices { batch.values[index] = -batch.values[index] }
        case .ignored:
            for index in batch.classes.indices { batch.classes[index] = Losses.ignoredClass }
        }
    }

    public var state: SavedState {
        var state: SavedState = ["drawn": .integer(drawn)]
        state[part: "source"] = source.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        drawn = try state.integer("drawn")
        try source.restore(state[part: "source"])
    }
}
