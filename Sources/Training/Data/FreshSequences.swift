/// Fresh sequences for every step.
public struct FreshSequences<Element: Scalar>: BatchSource {
    public let task: SequenceTask
    public let batchSize: Int
    private var generator: RandomGenerator

    /// - Parameters:
    ///   - task: what the sequences are.
    ///   - batch: sequences in a batch, 1 or more.
    ///   - seed: decides what is drawn.
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
