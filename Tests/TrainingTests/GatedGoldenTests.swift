import Telemetry
import Testing

@testable import Training

private struct GatedCase: Decodable {
    struct Step: Decodable {
        let loss: Double
        let norm: Double
        let clipped: Double
    }

    let name: String
    let type: String
    let clip: String
    let limit: Double
    let shape: [Int]
    let data: [GoldenNumber]
    let classes: [Int]
    let batches: [[Int]]
    let start: [String: [GoldenNumber]]
    let steps: [Step]
    let end: [String: [GoldenNumber]]

    enum Mutant: CaseIterable {
        case none, otherClip, noSmoothing, rateKept, oneBias, firstLayerOnly
    }

    /// Trains as PyTorch did over 30 time steps: the largest relative difference of losses, norms and last weights.
    func distance<Number: Scalar>(_ number: Number.Type, _ mutant: Mutant = .none) throws -> Double {
        var generator = RandomGenerator(seed: 1)
        let layer: any Module<Number> =
            name == "lstm" ? LSTM(3, 8, layers: 2, using: &generator) : GRU(3, 8, layers: 2, using: &generator)
        let model = NamedLayers<Number>([
            ("layer", layer), ("", LastStep()), ("head", Linear(8, 3, using: &generator)),
        ])
        model.load(start.mapValues { $0.typed() })
        let parameters = model.parameters
        let optimizer: any Optimizer<Number> =
            name == "lstm"
            ? try RMSprop(parameters, learningRate: 0.003, decay: 0.95, momentum: 0.5)
            : try Adagrad(parameters, learningRate: 0.05)
        var schedule: any Schedule = mutant == .rateKept ? ConstantSchedule() : ExponentialLR(gamma: 0.97)
        schedule.start(optimizer)
        let input = Tensor<Number>(data.typed(), shape: shape)
        let clip = Clip(rawValue: clip)!
        let other: Clip = clip == .norm ? .value : .norm
        var worst = 0.0
        func compare(_ ours: Double, _ theirs: Double) { worst = max(worst, abs(ours - theirs) / abs(theirs)) }
        for (batch, expected) in zip(batches, steps) {
            optimizer.zeroGrad()
            let x = Tensor.stack((0..<shape[0]).map { input.select($0).rows(batch) })
            let loss = crossEntropy(
                model(x),
                batch.map { classes[$0] },
                weights: nil,
                labelSmoothing: mutant == .noSmoothing ? 0 : 0.1
            )
            loss.backward()
            for parameter in parameters {
                let isSecondBias = mutant == .oneBias && parameter.name.contains("bias_hh")
                let isUpper = mutant == .firstLayerOnly && parameter.name.hasSuffix("_l1")
                if isSecondBias || isUpper { parameter.tensor.grad = nil }
            }
            let clipped = try clipGradients(parameters, clip: mutant == .otherClip ? other : clip, maxNorm: limit)
            optimizer.step()
            schedule.step(optimizer)
            compare(Double(loss.item()), expected.loss)
            compare(clipped.norm, expected.norm)
            compare(clipped.clippedNorm, expected.clipped)
        }
        for parameter in parameters {
            let theirs = end[parameter.name]!.typed(Double.self)
            let scale = theirs.map { abs($0) }.max()!
            for (ours, theirs) in zip(parameter.tensor.values, theirs) {
                worst = max(worst, abs(Double(ours) - theirs) / scale)
            }
        }
        return worst
    }
}

@Suite struct GatedGoldenTests {
    private static let cases: [GatedCase] = (try? golden("gated")) ?? []

    @Test func fortyStepsAsPyTorch() throws {
        #expect(Self.cases.count == 4)
        for golden in Self.cases {
            let isFloat = golden.type == "float"
            let distance = try isFloat ? golden.distance(Float.self) : golden.distance(Double.self)
            #expect(golden.steps.count == 40 && golden.steps.contains { $0.clipped < 0.99 * $0.norm })
            #expect(distance <= (isFloat ? 3e-5 : 1e-12), "\(golden.name), \(golden.type): \(distance)")
        }
    }

    @Test func everyMutantIsKilled() throws {
        for golden in Self.cases where golden.type == "double" {
            for mutant in GatedCase.Mutant.allCases where mutant != .none {
                #expect(try golden.distance(Double.self, mutant) > 1e-9, "\(golden.name): \(mutant)")
            }
        }
    }
}
