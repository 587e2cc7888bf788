import Telemetry
import Testing

@testable import Training

@Suite struct EmbeddingTests {
    private typealias T = Tensor<Double>

    private func table() -> T { T([0.5, -1, 2, 0.25, -0.75, 1.5], shape: [3, 2]) }

    /// `nn.Embedding.from_pretrained(E, freeze=…, padding_idx=1)` of PyTorch 2.13.
    @Test(arguments: [false, true]) func `given vectors`(isFrozen: Bool) {
        let embedding = Embedding<Double>(weight: table(), padding: 1, isFrozen: isFrozen)
        let rows = embedding(T([0, 1, 2, 2], shape: [2, 2]))
        #expect(rows.shape == [2, 2, 2] && rows.values == [0.5, -1, 2, 0.25, -0.75, 1.5, -0.75, 1.5])
        #expect(rows.requiresGrad == !isFrozen && embedding.parameterCount == (isFrozen ? 0 : 6))
        #expect(embedding.parameters.map(\.name) == ["weight"] && embedding.stateDict["weight"]?.shape == [3, 2])
        guard !isFrozen else { return }
        (rows * T([1, 1, 2, 2, 3, 3, 4, 4], shape: [2, 2, 2])).sum().backward()
        #expect(embedding.weight.grad?.values == [1, 1, 0, 0, 7, 7])
    }

    @Test func `it is frozen unless asked otherwise`() {
        #expect(!Embedding<Double>(weight: table()).weight.requiresGrad)
        #expect(Embedding<Double>(weight: table(), padding: -1).padding == 2)
    }

    /// A model made of nothing but modules reads the tokens of a batch.
    @Test func `a module among modules`() {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Double>(Embedding(weight: table()), Flatten(), Linear(in: 4, out: 2, using: &generator))
        var batch = Batch<Double>()
        (batch.tokens, batch.shape) = ([2, 0, 1, 1], [2, 2])
        #expect(model(batch).shape == [2, 2])
        #expect(model.parameters.map(\.name) == ["0.weight", "2.weight", "2.bias"] && model.parameterCount == 10)
    }

    @Test func `what is no row stops the program`() async {
        for (number, words) in [(0.5, "there is no row 0.5"), (3, "there is no row 3"), (-1, "there is no row -1")] {
            let stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [number = number as Double] in
                _ = Embedding<Double>(weight: .ones([3, 2]))(Tensor<Double>([number]))
            }
            let text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
            #expect(text.contains(words))
        }
    }
}
