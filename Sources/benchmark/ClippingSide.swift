import Training

/// 200 parameters with constant gradients, clipped, and updated by Adam.
final class ClippingSide: Side {
    let parameterCount: Int
    let checked = "clip+adam"
    let batches = 1
    private let parameters: [NamedParameter<Float>]
    private let optimizer: Adam<Float>
    /// Below the norm that the last step left, so that every clip has to scale the gradient: at first, half the norm.
    private var maxNorm: Double

    init(_ count: Int) throws {
        parameterCount = count
        parameters = (0..<200).map { place in
            let tensor = Tensor<Float>(Draws.tensor(place, ofTogether: count), requiresGrad: true)
            tensor.grad = Tensor(Draws.gradient(place, ofTogether: count))
            return NamedParameter("\(place)", tensor)
        }
        optimizer = try Adam(parameters, learningRate: 1e-3)
        maxNorm = 0.01 * (Double(count) / 3).squareRoot() / 2
    }

    func run(_ operation: String, steps: Int) throws {
        switch operation {
        case "clip+adam":
            for _ in 0..<steps {
                optimizer.step(scaledBy: try clipCoefficient(parameters, maxNorm: nextNorm()))
            }
        case "clip": for _ in 0..<steps { try clipGradNorm(parameters, maxNorm: nextNorm()) }
        case "clip-idle": for _ in 0..<steps { try clipGradNorm(parameters, maxNorm: 1e9) }
        default: throw Trouble("there is no operation '\(operation)'")
        }
    }

    private func nextNorm() -> Double {
        defer { maxNorm *= 0.999 }
        return maxNorm
    }

    var result: Double { distance(ofFirst: 1) }

    // A tenth of the parameters shows as much as all of them.
    var distance: Double { distance(ofFirst: parameters.count / 10) }

    private func distance(ofFirst count: Int) -> Double {
        parameters.prefix(count).enumerated().reduce(0) { sum, each in
            sum + squaredDistance(each.element.tensor, Draws.tensor(each.offset, ofTogether: parameterCount))
        }.squareRoot()
    }
}
