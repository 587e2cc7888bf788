import Testing

@testable import Training

/// Shapes that do not fit trap with a message that names the operation and both shapes.
@Suite struct ShapeTests {
    private typealias T = Tensor<Float>

    private func text(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    @Test func `products and sums`() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([32, 64]).linear(weight: T.ones([10, 60]))
        }
        #expect(
            text(stopped).contains("linear: shapes [32, 64] and [10, 60]: expected [..., in] and a weight [out, in]")
        )
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([32, 64]).linear(weight: T.ones([10, 64]), bias: T.ones([9]))
        }
        #expect(text(stopped).contains("linear: shapes [10, 64] and [9]: expected a bias [10]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([2, 3]) / T.ones([3, 2])
        }
        #expect(text(stopped).contains("div: shapes [2, 3] and [3, 2]: axis -2 is 2 in one and 3 in the other"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T([1, 2, 3], shape: [2, 2])
        }
        #expect(text(stopped).contains("Tensor: shapes [3] and [2, 2]: 3 values do not fill the shape"))
    }

    @Test func layers() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            _ = Conv2d<Float>(in: 3, out: 8, kernel: 3, using: &generator)(T.ones([2, 1, 6, 6]))
        }
        #expect(text(stopped).contains("conv2d: shapes [2, 1, 6, 6] and [8, 3, 3, 3]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            _ = RNN<Float>(in: 6, hidden: 50, using: &generator)(T.ones([20, 8, 5]))
        }
        #expect(text(stopped).contains("RNN: shapes [20, 8, 5] and [50, 6]: expected [time, batch, 6]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            _ = LSTM<Float>(in: 6, hidden: 50, using: &generator)(T.ones([20, 8, 5]))
        }
        #expect(text(stopped).contains("LSTM: shapes [20, 8, 5] and [200, 6]: expected [time, batch, 6]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            let layer = GRU<Float>(in: 6, hidden: 50, using: &generator)
            _ = layer(T.ones([20, 8, 6]), hidden: T.ones([1, 7, 50]))
        }
        #expect(text(stopped).contains("GRU: shapes [20, 8, 6] and [7, 50]: expected a state [8, 50]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            _ = LSTM<Float>(in: 6, hidden: 50, using: &generator)(T.ones([20, 8, 6]), states: [T.ones([1, 8, 50])])
        }
        #expect(text(stopped).contains("LSTM: 2 states are needed, not 1"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = RNN(weights: [RecurrentWeights(input: T.ones([8, 3]), recurrent: T.ones([8, 2]))])
        }
        #expect(text(stopped).contains("RNN: shape [8, 2]: expected weights [hidden, hidden]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LayerNorm<Float>(width: 8)(T.ones([4, 6]))
        }
        #expect(text(stopped).contains("layerNorm: shapes [4, 6] and [8]"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm<Float>(channels: 3)(T.ones([4, 2]))
        }
        #expect(text(stopped).contains("BatchNorm: shapes [4, 2] and [3]: expected [N, 3, …]"))
    }

    @Test func losses() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.crossEntropy(T.ones([4, 3]), [0, 1])
        }
        #expect(
            text(stopped).contains("crossEntropy: shapes [4, 3] and [2]: expected logits [n, classes] and n classes")
        )
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.mse(T.ones([3, 1]), T.ones([3]))
        }
        #expect(text(stopped).contains("mse: shapes [3, 1] and [3]: the shapes must be equal"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.binaryCrossEntropy(logits: T.ones([3]), T.ones([2]))
        }
        #expect(text(stopped).contains("binaryCrossEntropy: shapes [3] and [2]: the shapes must be equal"))
    }

    @Test func `indices out of range`() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.crossEntropy(T.ones([2, 3]), [0, -1])
        }
        #expect(text(stopped).contains("crossEntropy: shape [2, 3]: there is no class -1"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Losses.nll(T.ones([2, 3]), [0, 3])
        }
        #expect(text(stopped).contains("nll: shape [2, 3]: there is no class 3"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            _ = Embedding<Float>(rows: 65, columns: 8, using: &generator)([3, 65])
        }
        #expect(text(stopped).contains("Embedding: shape [65, 8]: there is no row 65"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([4, 3]).rows([0, 4])
        }
        #expect(text(stopped).contains("rows: shape [4, 3]: there is no row 4"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = RandomGenerator(seed: 1)
            let layers = RNN<Float>(in: 5, hidden: 4, using: &generator)
            let output = Linear<Float>(in: 4, out: 5, using: &generator)
            var batch = Batch<Float>()
            (batch.tokens, batch.shape) = ([0, 5], [1, 2])
            _ = TokenRecurrence(vocabulary: 5, embedding: nil, layers: layers, output: output)(batch)
        }
        #expect(text(stopped).contains("TokenRecurrence: shape [2, 5]: there is no token 5"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([4, 3]).select(axis: 1, 3)
        }
        #expect(text(stopped).contains("select: shape [4, 3]: axis 1 has no place 3"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = T.ones([4, 3]).slice(axis: 0, 2..<5)
        }
        #expect(text(stopped).contains("slice: shape [4, 3]: axis 0 has no range 2..<5"))
    }

    @Test func `data that fill no batch`() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = DataLoader<Float>(TinyRun.examples, batch: 0, seed: 1)
        }
        #expect(text(stopped).contains("Fatal error: DataLoader: a batch holds 1 row or more, not 0\n"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = DataLoader<Float>(TinyRun.examples, batch: 61, seed: 1, dropLast: true)
        }
        #expect(text(stopped).contains("Fatal error: DataLoader: 60 rows do not fill one batch of 61\n"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let none = Examples(features: [], featureCount: 4, targets: .classes([], count: 3))
            _ = DataLoader<Float>(none, batch: 1, seed: 1)
        }
        #expect(text(stopped).contains("Fatal error: DataLoader: there are no rows\n"))
    }
}
