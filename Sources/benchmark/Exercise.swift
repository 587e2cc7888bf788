import Glibc
import Training

/// A network with its batches and its optimizer, and the loop that a person writes around them.
struct Exercise {
    let parameters: [NamedParameter<Float>]
    let optimizer: any Optimizer<Float>
    /// How many batches it goes round.
    let batches: Int
    /// The loss on a batch.
    let loss: (_ batch: Int) -> Tensor<Float>

    /// One training step; the loss before it. The optimizer scales the gradients as it reads them, where PyTorch's loop
    /// scales them first.
    func step(_ number: Int) throws -> Tensor<Float> {
        optimizer.zeroGrad()
        let loss = loss(number % batches)
        loss.backward()
        optimizer.step(scaledBy: try clipCoefficient(parameters, maxNorm: 1))
        return loss
    }

    /// How far the weights are from where they began: the norm of the difference over all of them.
    var distance: Double {
        parameters.enumerated().reduce(0) { sum, each in
            sum + squaredDistance(each.element.tensor, Draws.weights(each.offset, each.element))
        }.squareRoot()
    }

    /// - Parameter optimizer: made once the weights are drawn.
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
