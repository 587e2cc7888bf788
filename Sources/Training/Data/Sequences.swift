/// A task whose sequences are drawn as they are needed.
public enum SequenceTask: Sendable {
    case temporalOrder(TemporalOrder)
    case adding(AddingProblem)

    /// Numbers at each place of a sequence.
    public var featureCount: Int {
        switch self {
        case .temporalOrder: TemporalOrder.symbolCount
        case .adding: AddingProblem.featureCount
        }
    }

    /// Outputs that the task asks of a model: one for each class, or one number.
    public var outputCount: Int {
        switch self {
        case .temporalOrder: TemporalOrder.classCount
        case .adding: 1
        }
    }

    /// Draws `count` sequences in place of what `batch` held.
    public func draw<Element>(_ count: Int, from generator: inout RandomGenerator, into batch: inout Batch<Element>) {
        switch self {
        case .temporalOrder(let task): task.draw(count, from: &generator, into: &batch)
        case .adding(let task): task.draw(count, from: &generator, into: &batch)
        }
    }
}

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

/// Fresh sequences for every evaluation, from a stream of their own.
public struct FreshEvaluation<Element: Scalar>: EvaluationSource {
    public let task: SequenceTask
    /// Sequences in one evaluation.
    public let count: Int
    public var split: String { "fresh" }
    private let batchSize: Int
    private var generator: RandomGenerator
    private var left = 0

    /// - Parameters:
    ///   - task: what the sequences are.
    ///   - count: sequences in one evaluation, 1 or more.
    ///   - batch: sequences in a batch.
    ///   - seed: decides what is drawn.
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
