import Testing

@testable import Training

@Suite struct GPTTests {
    private static func gpt(bias: Bool = false, dropout: Double = 0) -> GPT<Float> {
        var generator = RandomGenerator(seed: 3)
        return GPT(
            vocabulary: 65,
            context: 64,
            layers: 4,
            heads: 4,
            width: 128,
            bias: bias,
            dropout: dropout,
            using: &generator
        )
    }

    @Test func `the CPU configuration has the size and the groups of nanoGPT`() {
        let model = Self.gpt()
        #expect(model.parameterCount == 804_096)
        let groups = ParameterGroup.decayingMatrices(of: model.parameters)
        func count(_ decays: Bool) -> Int {
            groups.filter { ($0.weightDecay != 0) == decays }.flatMap(\.parameters).reduce(0) { $0 + $1.tensor.count }
        }
        #expect(count(true) == 802_944 && count(false) == 1152)
        #expect(groups.flatMap(\.parameters).map(\.name) == model.parameters.map(\.name))
        // Each block's linear layers gain 3, 1, 4 and 1 widths of biases, its norms 1 each; so does the last norm.
        #expect(Self.gpt(bias: true).parameterCount == 804_096 + (4 * 11 + 1) * 128)
    }

    @Test func `starts as nanoGPT does`() throws {
        for parameter in Self.gpt(bias: true).parameters {
            let values = parameter.tensor.values.map(Double.init)
            let mean = values.reduce(0, +) / Double(values.count)
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
            switch parameter.name {
            case let name where name.hasSuffix(".bias"): #expect(values.allSatisfy { $0 == 0 }, "\(name)")
            case let name where name.contains("ln_"): #expect(values.allSatisfy { $0 == 1 }, "\(name)")
            case let name:
                let expected = name.hasSuffix("c_proj.weight") ? 0.02 / 8.0.squareRoot() : 0.02
                // Five standard errors of each estimate; the smallest table has 8,192 numbers.
                let count = Double(values.count)
                #expect(abs(mean) < 5 * expected / count.squareRoot(), "\(name)")
                #expect(abs(deviation / expected - 1) < 5 / (2 * count).squareRoot(), "\(name)")
            }
        }
    }

    @Test func `no place sees a later one`() {
        let model = Self.gpt()
        let tokens = (0..<64).map { $0 * 7 % 65 }
        var changed = tokens
        changed[40] = (changed[40] + 1) % 65
        let (before, after) = (model(tokens, time: 64).values, model(changed, time: 64).values)
        #expect(before[..<(40 * 65)] == after[..<(40 * 65)])
        #expect(before[(40 * 65)...] != after[(40 * 65)...])
    }

    @Test func `fewer tokens than the context are read as its beginning`() {
        let model = Self.gpt()
        let tokens = (0..<64).map { $0 * 5 % 65 }
        let (whole, start) = (model(tokens, time: 64).values, model(Array(tokens[..<9]), time: 9).values)
        let farthest = zip(start, whole).map { abs($0 - $1) }.max()
        #expect(farthest! < 1e-5)
    }

    @Test func `a batch of tokens and its loss at the start`() {
        var batch = Batch<Float>()
        batch.shape = [3, 8]
        batch.tokens = (0..<24).map { $0 % 65 }
        batch.classes = (0..<24).map { ($0 + 1) % 65 }
        let logits = Self.gpt()(batch)
        #expect(logits.shape == [24, 65] && batch.classes.count == 24)
        // 65 tokens, all but alike before training: ln 65.
        #expect(abs(Losses.crossEntropy(logits, batch.classes).item() - 4.1744) < 0.15)
    }

    @Test func `drops in training only`() {
        let model = Self.gpt(dropout: 0.2)
        let tokens = Array(0..<8)
        #expect(model(tokens, time: 8).values != model(tokens, time: 8).values)
        model.train(false)
        #expect(model(tokens, time: 8).values == model(tokens, time: 8).values)
        #expect(agree(model(tokens, time: 8).values, Self.gpt()(tokens, time: 8).values, within: 0))
    }
}
