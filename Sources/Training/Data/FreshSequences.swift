/// New sequences for every step.
public struct FreshSequences<Element: Scalar>: BatchSource {
    /// The task that sequences are drawn from.
    public let task: SequenceTask
    /// Sequences in a batch.
    public let batchSize: Int
    private var generator: RandomGenerator

    /// - Parameters:
    ///   - task: the task that sequences are drawn from.
    ///   - batch: sequences in a batch, 1 or more.
    ///   - seed: seeds the drawing.
    public init(_ task: SequenceTask, batch: Int, seed: UInt64) {
        require(batch >= 1, "a batch holds 1 sequence or more")
        self.task = task
        batchSize = batch
        generator = RandomGenerator(seed: seed).stream("training")
    }

    public var batchesPerEpoch: Int? { nil }

    public mutating func next(into batch: inout Batch<Element>) {
        task.draw(batchSize, from: &generator, into: &batch)
    }

    public var state: SavedState { generator.state }

    public mutating func restore(_ state: SavedState) throws(StateError) { try generator.restore(state) }
}
