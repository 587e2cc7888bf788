/// New sequences for every evaluation, from a random stream of their own.
public struct FreshEvaluation<Element: Scalar>: EvaluationSource {
    /// The task that sequences are drawn from.
    public let task: SequenceTask
    /// Sequences in one evaluation.
    public let count: Int
    public var split: String { "eval" }
    private let batchSize: Int
    private var generator: RandomGenerator
    private var left = 0

    /// - Parameters:
    ///   - task: the task that sequences are drawn from.
    ///   - count: sequences in one evaluation, 1 or more.
    ///   - batch: sequences in a batch.
    ///   - seed: seeds the drawing.
    public init(_ task: SequenceTask, count: Int, batch: Int = 500, seed: UInt64) {
        require(count >= 1 && batch >= 1, "an evaluation takes 1 sequence or more")
        self.task = task
        self.count = count
        batchSize = batch
        generator = RandomGenerator(seed: seed).stream("evaluation")
    }

    public mutating func restart() { left = count }

    public mutating func next(into batch: inout Batch<Element>) -> Bool {
        guard left > 0 else { return false }
        let size = min(left, batchSize)
        task.draw(size, from: &generator, into: &batch)
        left -= size
        return true
    }

    public var state: SavedState {
        var state: SavedState = ["left": .integer(left)]
        state[part: "generator"] = generator.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        left = try state.integer("left", in: 0...count)
        try generator.restore(state[part: "generator"])
    }
}
