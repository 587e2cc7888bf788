import Foundation
import Testing

@testable import Training

private struct TrajectoryCase: Decodable {
    struct Step: Decodable {
        let loss: Double
        let norm: Double
        let clipped: Double
        let norms: [Double]
    }

    let type: String
    let maxNorm: Double
    let shape: [Int]
    let data: [GoldenNumber]
    let classes: [Int]
    let batches: [[Int]]
    let start: [String: [GoldenNumber]]
    let steps: [Step]
    let end: [String: [GoldenNumber]]
}

/// A mistake in the loop around the model.
private enum Mutant: String, CaseIterable {
    case none, clippedAfterStep, noEpsilon, weightsOnly, ignoredCounted, oneBias, gradientsKept
}

/// Trains as the golden did. The largest relative differences of loss and norms, and of the last weights.
private func train<Number: Scalar>(
    _ golden: TrajectoryCase,
    _ model: some Module<Number>,
    _ optimizer: some Optimizer<Number>,
    _ mutant: Mutant = .none
) throws -> (path: Double, end: Double) {
    model.load(golden.start.mapValues { $0.typed() })
    let data = Tensor<Number>(golden.data.typed(), shape: golden.shape)
    let isSequence = golden.shape.count == 3
    let parameters = model.parameters
    var path = 0.0
    func compare(_ ours: Double, _ theirs: Double) { path = max(path, abs(ours - theirs) / abs(theirs)) }

    for (batch, expected) in zip(golden.batches, golden.steps) {
        let input =
            isSequence
            ? Tensor.stack((0..<golden.shape[0]).map { data.select($0).rows(batch) }) : data.rows(batch)
        let classes = batch.map { golden.classes[$0] }
        if mutant != .gradientsKept { optimizer.zeroGrad() }
        let logits = model(input)
        let loss =
            mutant == .ignoredCounted
            ? crossEntropy(logits, classes, reduction: .sum) / Number(classes.count) : crossEntropy(logits, classes)
        loss.backward()
        if mutant == .oneBias { parameters.first { $0.name.hasSuffix("bias_hh_l0") }?.tensor.grad = nil }
        if mutant == .clippedAfterStep { optimizer.step() }
        let clipped: ClippedGradients
        switch mutant {
        case .noEpsilon:
            let norms = try gradientNorms(of: parameters)
            let c = min(golden.maxNorm / norms.total, 1)
            for parameter in parameters { parameter.tensor.grad = parameter.tensor.grad! * Number(c) }
            clipped = ClippedGradients(
                norm: norms.total,
                clippedNorm: norms.total * c,
                coefficient: c,
                parameterNorms: norms.each
            )
        case .weightsOnly:
            let weights = parameters.filter { $0.name.contains("weight") }
            clipped = try clipGradients(weights, clip: .norm, maxNorm: golden.maxNorm)
        default:
            clipped = try clipGradients(parameters, clip: .norm, maxNorm: golden.maxNorm)
        }
        if mutant != .clippedAfterStep { optimizer.step() }

        compare(Double(loss.item()), expected.loss)
        compare(clipped.norm, expected.norm)
        compare(clipped.clippedNorm, expected.clipped)
        for (ours, theirs) in zip(clipped.parameterNorms, expected.norms) { compare(ours, theirs) }
    }
    var end = 0.0
    for parameter in parameters {
        let theirs = golden.end[parameter.name]!.typed(Double.self)
        let scale = theirs.map { abs($0) }.max()!
        for (ours, theirs) in zip(parameter.tensor.values, theirs) {
            end = max(end, abs(Double(ours) - theirs) / scale)
        }
    }
    return (path, end)
}

@Suite struct TrajectoryGoldenTests {
    /// Ten times the rounding floor that equal runs summed in another order show over 50 steps.
    private static let tolerances = ["double": 1e-12, "float": 3e-5]

    private func mlp<Number: Scalar>(
        _ golden: TrajectoryCase,
        _ mutant: Mutant,
        _ type: Number.Type
    ) throws -> (path: Double, end: Double) {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Number>(
            Linear(10, 16, using: &generator),
            ReLU(),
            Linear(16, 4, using: &generator)
        )
        let optimizer = try SGD(
            model.parameters,
            learningRate: 0.05,
            momentum: 0.9,
            weightDecay: 1e-3,
            nesterov: true
        )
        return try train(golden, model, optimizer, mutant)
    }

    private func rnn<Number: Scalar>(
        _ golden: TrajectoryCase,
        _ mutant: Mutant,
        _ type: Number.Type
    ) throws -> (path: Double, end: Double) {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Number>(
            RNN(4, 12, using: &generator),
            LastStep(),
            Linear(12, 3, using: &generator)
        )
        let optimizer = try AdamW(model.parameters, learningRate: 0.01, weightDecay: 0.1)
        return try train(golden, model, optimizer, mutant)
    }

    private func distance(_ name: String, _ golden: TrajectoryCase, _ mutant: Mutant) throws -> (
        path: Double, end: Double
    ) {
        switch (name, golden.type) {
        case ("mlp", "float"): try mlp(golden, mutant, Float.self)
        case ("mlp", _): try mlp(golden, mutant, Double.self)
        case (_, "float"): try rnn(golden, mutant, Float.self)
        default: try rnn(golden, mutant, Double.self)
        }
    }

    @Test(arguments: ["mlp", "rnn"])
    func fiftyStepsAsPyTorch(_ name: String) throws {
        for case let golden: TrajectoryCase in try golden(name) {
            let (path, end) = try distance(name, golden, .none)
            let tolerance = Self.tolerances[golden.type]!
            #expect(golden.steps.count == 50)
            #expect(golden.steps.contains { $0.norm > golden.maxNorm }, "some step is clipped")
            #expect(golden.steps.contains { $0.norm < golden.maxNorm }, "some step is not")
            #expect(path <= tolerance, "\(name), \(golden.type): \(path)")
            #expect(end <= tolerance, "\(name), \(golden.type): \(end)")
        }
    }

    @Test(arguments: ["mlp", "rnn"])
    func everyMutantIsKilled(_ name: String) throws {
        let golden: TrajectoryCase = try golden(name).first { $0.type == "double" }!
        for mutant in Mutant.allCases where mutant != .none {
            // These two mistakes cannot be made in the other model.
            if mutant == .oneBias, name == "mlp" { continue }
            if mutant == .ignoredCounted, name == "rnn" { continue }
            #expect(try distance(name, golden, mutant).path > 1e-9, "\(name): \(mutant)")
        }
    }
}
