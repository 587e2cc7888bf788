import Glibc
import Training

/// A network with its batches, its optimizer and the training loop that a user would write.
struct Exercise {
    let parameters: [NamedParameter<Float>]
    let optimizer: any Optimizer<Float>
    /// The number of batches, which are used in turn.
    let batches: Int
    /// The loss on a batch.
    let loss: (_ batch: Int) -> Tensor<Float>

    /// Trains one step and returns the loss before it. The optimizer scales the gradients as it reads them; PyTorch's loop
    /// scales them first.
    func step(_ number: Int) throws -> Tensor<Float> {
        optimizer.zeroGrad()
        let loss = loss(number % batches)
        loss.backward()
        optimizer.step(scaledBy: try clipCoefficient(parameters, maxNorm: 1))
        return loss
    }

    /// How far the weights have moved from their initial values: the norm of the difference over all of them.
    var distance: Double {
        parameters.enumerated().reduce(0) { sum, each in
            sum + squaredDistance(each.element.tensor, Draws.weights(each.offset, each.element))
        }.squareRoot()
    }

    /// - Parameter optimizer: creates the optimizer, after the weights are drawn.
    init(
        _ parameters: [NamedParameter<Float>],
        batches: Int,
        optimizer: ([NamedParameter<Float>]) throws -> any Optimizer<Float>,
        loss: @escaping (_ batch: Int) -> Tensor<Float>
    ) throws {
        self.parameters = parameters
        self.batches = batches
        self.loss = loss
        for (place, parameter) in parameters.enumerated() {
            parameter.tensor.assign(Draws.weights(place, parameter))
        }
        self.optimizer = try optimizer(parameters)
    }
}

/// The sum of the squares of the differences.
func squaredDistance(_ tensor: Tensor<Float>, _ start: [Float]) -> Double {
    zip(tensor.values, start).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
}
