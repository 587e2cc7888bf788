/// A task whose sequences are generated on demand.
public enum SequenceTask: Sendable {
    /// Classification by two symbols far back.
    case temporalOrder(TemporalOrder)
    /// Regression of the sum of two marked numbers.
    case adding(AddingProblem)

    /// Numbers at each step of a sequence.
    public var featureCount: Int {
        switch self {
        case .temporalOrder: TemporalOrder.symbolCount
        case .adding: AddingProblem.featureCount
        }
    }

    /// Steps in a sequence.
    public var length: Int {
        switch self {
        case .temporalOrder(let task): task.length
        case .adding(let task): task.length
        }
    }

    /// The outputs a model needs: one for each class, or one number.
    public var outputCount: Int {
        switch self {
        case .temporalOrder: TemporalOrder.classCount
        case .adding: 1
        }
    }

    /// Draws `count` sequences into `batch`, replacing its content.
    public func draw<Element>(_ count: Int, from generator: inout RandomGenerator, into batch: inout Batch<Element>) {
        switch self {
        case .temporalOrder(let task): task.draw(count, from: &generator, into: &batch)
        case .adding(let task): task.draw(count, from: &generator, into: &batch)
        }
    }
}
