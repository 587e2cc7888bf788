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
