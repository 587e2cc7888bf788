import Training

/// A network with its batches and its optimizer, and the loop that a person writes around them.
struct Exercise {
    let parameters: [NamedParameter<Float>]
    let optimizer: any Optimizer<Float>
    /// The loss on a batch.
    let loss: (Int) -> Tensor<Float>

    /// Every side goes round these.
    static let batches = 16

    /// One training step; the loss before it.
    func step(_ number: Int) throws -> Tensor<Float> {
        optimizer.zeroGrad()
        let loss = loss(number % Self.batches)
        loss.backward()
        try clipGradNorm(parameters, maxNorm: 1)
        optimizer.step()
        return loss
    }

    /// - Parameter optimizer: made once the weights are drawn.
    init(
        _ parameters: [NamedParameter<Float>],
        optimizer: ([NamedParameter<Float>]) throws -> any Optimizer<Float>,
        loss: @escaping (Int) -> Tensor<Float>
    ) throws {
        self.parameters = parameters
        for (place, parameter) in parameters.enumerated() { Self.draw(place, parameter.tensor) }
        self.optimizer = try optimizer(parameters)
        self.loss = loss
    }

    /// Matrices by the number of their inputs; vectors around 0, or around 1 where they multiply.
    private static func draw(_ place: Int, _ tensor: Tensor<Float>) {
        let inputs = tensor.shape.dropFirst().reduce(1, *)
        let bound = tensor.shape.count > 1 ? 1 / Float(inputs).squareRoot() : 0.05
        tensor.assign(Draws.uniform(Draws.weights + place, tensor.count, bound: bound))
    }

    /// For each batch, as many numbers uniform in ±bound.
    static func inputs(_ shape: [Int], bound: Float = 1) -> [Tensor<Float>] {
        (0..<batches).map { batch in
            let count = shape.reduce(1, *)
            return Tensor(Draws.uniform(Draws.batches + 2 * batch, count, bound: bound), shape: shape)
        }
    }

    /// For each batch, as many places in a vocabulary to read.
    static func letters(_ count: Int, below n: Int) -> [[Int]] {
        (0..<batches).map { Draws.classes(Draws.batches + 2 * $0, count, below: n) }
    }

    /// For each batch, as many classes to predict.
    static func classes(_ count: Int, below n: Int) -> [[Int]] {
        (0..<batches).map { Draws.classes(Draws.batches + 2 * $0 + 1, count, below: n) }
    }
}
