import Testing

@testable import Training

private struct GPTCase: Decodable {
    struct Step: Decodable {
        let loss: Double
        let norm: Double
        let rate: Double
    }

    let type: String
    let text: [Int]
    /// For each step, micro-batches of places in the text.
    let places: [[[Int]]]
    let start: [String: [GoldenNumber]]
    let steps: [Step]
    let end: [String: [GoldenNumber]]
}

/// Two blocks of nanoGPT's kind, the head's weight being the letters' table.
private struct MiniGPT<Element: Scalar> {
    struct Block {
        let norms: (LayerNorm<Element>, LayerNorm<Element>)
        let attention: CausalSelfAttention<Element>
        let wide: Linear<Element>
        let narrow: Linear<Element>

        func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
            let x = input + attention(norms.0(input))
            return x + narrow(wide(norms.1(x)).gelu())
        }
    }

    let letters: Embedding<Element>
    let places: Embedding<Element>
    let blocks: [Block]
    let norm = LayerNorm<Element>(8)
    let head: Linear<Element>

    init(isTied: Bool) {
        var generator = RandomGenerator(seed: 1)
        letters = Embedding(11, 8, using: &generator)
        places = Embedding(6, 8, using: &generator)
        blocks = (0..<2).map { _ in
            Block(
                norms: (LayerNorm(8), LayerNorm(8)),
                attention: CausalSelfAttention(8, heads: 2, bias: false, using: &generator),
                wide: Linear(8, 32, bias: false, using: &generator),
                narrow: Linear(32, 8, bias: false, using: &generator)
            )
        }
        let weight = isTied ? letters.weight : Tensor.zeros([11, 8], requiresGrad: true)
        head = Linear(weight: weight, bias: nil)
    }

    /// Under PyTorch's names, the shared table once.
    var parameters: [NamedParameter<Element>] {
        func named(_ prefix: String, _ parameters: [NamedParameter<Element>]) -> [NamedParameter<Element>] {
            parameters.map { NamedParameter("\(prefix).\($0.name)", $0.tensor) }
        }
        var all = named("wte", letters.parameters) + named("wpe", places.parameters)
        for (place, block) in blocks.enumerated() {
            let layers = [
                ("ln_1", block.norms.0.parameters), ("attn", block.attention.parameters),
                ("ln_2", block.norms.1.parameters), ("c_fc", block.wide.parameters),
                ("c_proj", block.narrow.parameters),
            ]
            for (name, parameters) in layers { all += named("h.\(place).\(name)", parameters) }
        }
        return all + named("ln_f", norm.parameters)
    }

    func callAsFunction(_ examples: [[Int]]) -> Tensor<Element> {
        let looked = letters(examples.flatMap { $0 }).reshape([examples.count, 6, 8])
        let x = blocks.reduce(looked + places(Array(0..<6))) { $1($0) }
        return head(norm(x)).reshape([-1, 11])
    }
}

enum GPTMutant: CaseIterable {
    case none, untied, oneGroup, equalMicroBatches, warmupOffByOne, clippedEach, editForgotten, editLate
}

/// Trains as the golden did: how far losses, norms, rates and the last weights are from it.
private func train<Number: Scalar>(_ golden: GPTCase, _ number: Number.Type, _ mutant: GPTMutant = .none) throws
    -> Divergence
{
    let model = MiniGPT<Number>(isTied: mutant != .untied)
    let parameters = model.parameters
    for parameter in parameters { parameter.tensor.assign(golden.start[parameter.name]!.typed()) }
    if mutant == .untied { model.head.weight.assign(model.letters.weight.values) }
    let decayed = parameters.filter { $0.tensor.shape.count >= 2 }
    let others = parameters.filter { $0.tensor.shape.count < 2 }
    let optimizer = try AdamW(
        groups: [ParameterGroup(decayed), ParameterGroup(others, weightDecay: mutant == .oneGroup ? nil : 0)],
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
            let logits = model(places.map { Array(golden.text[$0..<$0 + 6]) })
            let share = mutant == .equalMicroBatches ? 1 / Number(3) : Number(places.count) / 6
            let loss = crossEntropy(logits, places.flatMap { golden.text[$0 + 1..<$0 + 7] }) * share
            loss.backward()
            total += Double(loss.item())
            if mutant == .clippedEach { try clipGradNorm(parameters, maxNorm: maxNorm) }
        }
        let norm = try clipGradNorm(parameters, maxNorm: maxNorm)
        let allowed = tolerance(golden.type, step: step, isAdaptive: true)
        divergence.compare(optimizer.learningRate, expected.rate, allowed: allowed)
        optimizer.step()
        schedule.step(optimizer)
        divergence.compare(total, expected.loss, allowed: allowed)
        divergence.compare(norm, expected.norm, allowed: allowed)
    }
    let last = tolerance(golden.type, step: golden.steps.count - 1, isAdaptive: true)
    for parameter in parameters {
        let theirs = golden.end[parameter.name]!.typed(Double.self)
        let scale = theirs.map { abs($0) }.max()!
        for (ours, theirs) in zip(parameter.tensor.values, theirs) {
            divergence.compare(Double(ours), theirs, over: scale, allowed: last)
        }
    }
    return divergence
}

@Suite struct GPTGoldenTests {
    private static let cases: [GPTCase] = (try? golden("gpt")) ?? []

    @Test func fortyStepsAsPyTorch() throws {
        #expect(Self.cases.count == 2)
        for golden in Self.cases {
            let isFloat = golden.type == "float"
            let divergence = try isFloat ? train(golden, Float.self) : train(golden, Double.self)
            #expect(golden.steps.count == 40 && golden.steps[20...].contains { $0.norm > 0.4 })
            #expect(divergence.excess <= 1, "\(golden.type): \(divergence)")
        }
    }

    @Test(arguments: GPTMutant.allCases.filter { $0 != .none })
    func everyMutantIsKilled(_ mutant: GPTMutant) throws {
        #expect(try !Self.killers(of: mutant).isEmpty)
    }

    /// The run, in Double, that a mistake does not survive.
    static func killers(of mutant: GPTMutant) throws -> [String] {
        try cases.filter { try $0.type == "double" && train($0, Double.self, mutant).largest > 1e-9 }.map {
            "gpt, \($0.type)"
        }
    }
}
