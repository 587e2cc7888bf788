/// Bytes that a run takes, counted from shapes before anything is allocated.
public struct RunMemory: Equatable, Sendable {
    /// Weights, their gradients and the optimizer's state.
    public let parameters: Double
    /// A step's batches and what they leave on their way forward, or those of an evaluation where they are more.
    public let activations: Double
    /// A copy of the weights, to measure an update by.
    public let copy: Double
    /// What only the initialization of the weights needs.
    public let start: Double

    /// The most at any one time.
    public var peak: Double { max(parameters + activations + copy, parameters + start) }

    /// - Parameters:
    ///   - model: the size of the model.
    ///   - data: what it is trained and evaluated on.
    ///   - loss: the minimized loss.
    ///   - accumulate: batches whose gradients make one step.
    ///   - stateCount: numbers that the optimizer keeps for each parameter.
    ///   - precision: the numbers of the run.
    public init(
        of model: ModelSize,
        on data: any Dataset,
        loss: StandardLoss,
        accumulate: Int,
        stateCount: Int,
        precision: Precision
    ) {
        let (inputs, bytes) = (data.task.inputs.count, Double(precision.bytes))
        // A graph that is replayed keeps the gradient of every part; any other lets them go.
        let learnsRows = if case .rows = data.task.inputs { true } else { false }
        let isReplayed = loss == .crossEntropy && accumulate == 1 && learnsRows
        let (batch, waiting) = (Double(data.batch), Double(data.batch) * Double(accumulate) * inputs)
        // All batches of the step, one of them on its way, and the gradients that are on the way back at a time.
        let step = waiting + batch * (model.activations * (isReplayed ? 2 : 1) + (isReplayed ? 0 : model.widest))
        let evaluation = Double(data.evaluationBatch) * (inputs + model.widest)
        parameters = model.parameters * Double(2 + stateCount) * bytes
        activations = max(step, evaluation) * bytes
        copy = model.parameters * bytes
        start = model.initializationBytes
    }
}
