import Testing

@testable import Training

private struct GPTCase: Decodable {
    struct Step: Decodable {
        let loss: Double
        let norm: Double
        let rate: Double
    }

    let type: String
    let bias: Bool
    /// Of the parameters, in PyTorch's order.
    let names: [String]
    let text: [Int]
    /// For each step, micro-batches of places in the text.
    let places: [[[Int]]]
    let start: [String: [GoldenNumber]]
    let steps: [Step]
    let end: [String: [GoldenNumber]]
}

enum GPTMutant: CaseIterable {
    case none, tableTwice, oneGroup, equalMicroBatches, warmupOffByOne, clippedEach, editForgotten, editLate
}

/// Trains as the golden did: how far losses, norms, rates and the last weights are from it.
private func train<Number: Scalar>(_ golden: GPTCase, _ number: Number.Type, _ mutant: GPTMutant = .none) throws
    -> Divergence
{
    var generator = RandomGenerator(seed: 1)
    let model = GPT<Number>(
        vocabulary: 11,
        context: 6,
        layers: 2,
        heads: 2,
        width: 8,
        bias: golden.bias,
        using: &generator
    )
    let parameters = model.parameters
    #expect(parameters.map(\.name) == golden.names)
    model.load(golden.start.mapValues { $0.typed() })
    // As a table that is listed under both of its names would be.
    let clipped = parameters + (mutant == .tableTwice ? parameters.prefix(1) : [])
    let optimizer = try AdamW(
        mutant == .oneGroup ? [ParameterGroup(parameters)] : ParameterGroup.decayingMatrices(of: parameters),
        learningRate: 0.01,
        betas: (0.9, 0.99),
        weightDecay: 0.1
    )
    var schedule = WarmupCosineLR(warmup: mutant == .warmupOffByOne ? 6 : 5, steps: 30, minimum: 0.001)
    schedule.start(optimizer)
    var divergence = Divergence()

    for (step, (micro, expected)) in zip(golden.places, golden.steps).enumerated() {
        let edit = mutant == .editForgotten ? Int.max : mutant == .editLate ? 21 : 20
        let maxNorm = step < edit ? 1.0 : 0.4
        optimizer.zeroGrad()
        var total = 0.0
        for places in micro {
            let logits = model(places.flatMap { golden.text[$0..<$0 + 6] }, time: 6)
            let share = mutant == .equalMicroBatches ? 1 / Number(3) : Number(places.count) / 6
            let loss = Losses.crossEntropy(logits, places.flatMap { golden.text[$0 + 1..<$0 + 7] }) * share
            loss.backward()
            total += Double(loss.item())
            if mutant == .clippedEach { try clipGradNorm(clipped, maxNorm: maxNorm) }
        }
        let norm = try clipGradNorm(clipped, maxNorm: maxNorm)
        let allowed = tolerance(golden.type, step: step, isAdaptive: true)
        divergence.compare(optimizer.learningRate, expected.rate, allowed: allowed)
        optimizer.step()
        schedule.step(optimizer)
        divergence.compare(total, expected.loss, allowed: allowed)
        divergence.compare(norm, expected.norm, allowed: allowed)
    }
    let last = tolerance(golden.type, step: golden.steps.count - 1, isAdaptive: true)
    for parameter in parameters {
        // The same number added to all keys changes nothing, so their biases have a gradient of rounding errors, which
        // Adam brings near the size of its epsilon.
        let allowed = parameter.name.hasSuffix("c_attn.bias") ? 100 * last : last
        let theirs = golden.end[parameter.name]!.typed(Double.self)
        let scale = theirs.map { abs($0) }.max()!
        for (ours, theirs) in zip(parameter.tensor.values, theirs) {
            divergence.compare(Double(ours), theirs, over: scale, allowed: allowed)
        }
    }
    return divergence
}

@Suite struct GPTGoldenTests {
    private static let cases: [GPTCase] = (try? golden("gpt")) ?? []

    @Test func `forty steps as PyTorch`() throws {
        #expect(Self.cases.count == 3)
        for golden in Self.cases {
            let isFloat = golden.type == "float"
            let divergence = try isFloat ? train(golden, Float.self) : train(golden, Double.self)
            #expect(golden.steps.count == 40 && golden.steps[20...].contains { $0.norm > 0.4 })
            #expect(divergence.excess <= 1, "\(golden.type): \(divergence)")
        }
    }

    @Test(arguments: GPTMutant.allCases.filter { $0 != .none })
    func `every mutant is killed`(_ mutant: GPTMutant) throws {
        #expect(try !Self.killers(of: mutant).isEmpty)
    }

    /// The run, in Double, that a mistake does not survive.
    static func killers(of mutant: GPTMutant) throws -> [String] {
        try cases.filter { try $0.type == "double" && train($0, Double.self, mutant).largest > 1e-9 }.map {
            "gpt, \($0.bias ? "with" : "without") biases"
        }
    }
}
