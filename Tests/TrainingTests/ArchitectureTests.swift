import Testing

@testable import Training

@Suite struct ArchitectureTests {
    private static let image = ModelTask(inputs: .rows(48, image: [3, 4, 4]), outputs: 5)
    private static let sequences = ModelTask(inputs: .sequences(3, length: 20), outputs: 2)
    private static let tokens = ModelTask(inputs: .tokens(11, window: 6, lanes: nil), outputs: 11)

    private static let net = ConvNet(
        image: [3, 4, 4],
        blocks: [
            ConvNet.Block(channels: 2, kernel: 3, padding: 1, pool: 2), ConvNet.Block(channels: 6, kernel: 1),
        ],
        pooling: .average,
        sizes: [4, 5]
    )

    private static let architectures: [(any Architecture, ModelTask)] = [
        (MLP(sizes: [48, 5]), image), (MLP(sizes: [48, 7, 9, 5], activation: Activation(.elu, alpha: 2)), image),
        (net, image), (RecurrentNetwork(sequences, unit: .relu, hidden: 4, layers: 3), sequences),
        (RecurrentNetwork(sequences, unit: .lstm, hidden: 4), sequences),
        (RecurrentNetwork(tokens, unit: .gru, hidden: 4, embedding: 3), tokens),
        (RecurrentNetwork(tokens, unit: .tanh, hidden: 4), tokens),
        (Transformer(vocabulary: 11, context: 6, layers: 2, heads: 2, width: 8, dropout: 0.1), tokens),
        (Transformer(vocabulary: 11, context: 6, layers: 1, heads: 1, width: 5, bias: false), tokens),
    ]

    private static func batch(_ task: ModelTask, of count: Int) -> Batch<Double> {
        var batch = Batch<Double>()
        switch task.inputs {
        case .rows(let features, _): batch.clear(to: [count, features])
        case .sequences(let features, let length): batch.clear(to: [length, count, features])
        case .tokens(let vocabulary, let window, _):
            batch.clearForTokens(shape: [count, window])
            batch.tokens = (0..<count * window).map { $0 % vocabulary }
        }
        return batch
    }

    @Test(arguments: architectures.indices)
    func `a model has the parameters that its architecture counts, and gives the outputs that its task asks for`(
        place: Int
    ) {
        let (architecture, task) = Self.architectures[place]
        var generator = RandomGenerator(seed: 3)
        let model: any Model<Double> = architecture.make(using: &generator)
        #expect(Double(model.parameterCount) == architecture.size.parameters)
        let rows = if case .tokens(_, let window, _) = task.inputs { 2 * window } else { 2 }
        #expect(model(Self.batch(task, of: 2)).shape == [rows, task.outputs])
    }

    @Test(arguments: architectures.indices) func `the generator alone decides the weights`(place: Int) {
        func weights(_ seed: UInt64) -> [[Double]] {
            var generator = RandomGenerator(seed: seed)
            let model: any Model<Double> = Self.architectures[place].0.make(using: &generator)
            return model.parameters.map(\.tensor.values)
        }
        #expect(weights(3) == weights(3) && weights(3) != weights(4))
    }

    @Test func `what a perceptron's example leaves behind`() {
        // Inputs, the hidden layer before and after its activation, outputs; and the widest layer with its inputs.
        let size = MLP(sizes: [48, 7, 5]).size
        #expect(size == ModelSize(parameters: 383, activations: 67, widest: 55))
    }

    @Test func `what dropout leaves behind, and each block`() {
        func size(layers: Int, dropout: Double) -> ModelSize {
            Transformer(vocabulary: 3, context: 2, layers: layers, heads: 1, width: 4, dropout: dropout).size
        }
        let blocks = (1...3).map { size(layers: $0, dropout: 0) }
        #expect(blocks[2].parameters - blocks[1].parameters == blocks[1].parameters - blocks[0].parameters)
        #expect(blocks[2].activations - blocks[1].activations == blocks[1].activations - blocks[0].activations)
        // A mask and a result of 2 × 2 shares, and of two sums of 2 × 4 numbers.
        let grown = size(layers: 1, dropout: 0.1).activations - blocks[0].activations
        #expect(grown == Double(2 * 4 + 2 * 2 * 8))
    }

    @Test func `the images of convolutions end before a window that does not fit`() {
        #expect(Self.net.images == [[3, 4, 4], [2, 2, 2], [6, 2, 2]])
        let blocks = [ConvNet.Block(channels: 2, kernel: 3, pool: 3), ConvNet.Block(channels: 1, kernel: 1)]
        #expect(ConvNet(image: [1, 4, 4], blocks: blocks, sizes: [5]).images == [[1, 4, 4]])
        #expect(ConvNet(image: [1, 9, 6], blocks: blocks, sizes: [5]).images == [[1, 9, 6], [2, 2, 1], [1, 2, 1]])
    }

    @Test func `only smart_tanh needs memory for a start`() {
        func size(_ scheme: InitialWeights.Scheme) -> ModelSize {
            RecurrentNetwork(Self.sequences, unit: .tanh, hidden: 10, weights: InitialWeights(scheme)).size
        }
        #expect(InitialWeights.Scheme.allCases.filter { size($0).initializationBytes > 0 } == [.smartTanh])
        #expect(size(.smartTanh).initializationBytes == 4000)
    }

    @Test func `identity has its diagonal, small weights, and biases of 0`() {
        var generator = RandomGenerator(seed: 1)
        let weights = InitialWeights(.identity, spectralRadius: 0.5)
        let network = RecurrentNetwork(Self.sequences, unit: .relu, hidden: 3, weights: weights)
        let model: any Model<Double> = network.make(using: &generator)
        for parameter in model.parameters {
            let values = parameter.tensor.values
            if parameter.name.contains("bias") {
                #expect(values.allSatisfy { $0 == 0 })
            } else if parameter.name == "rnn.weight_hh_l0" {
                #expect(values == [0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5])
            } else {
                #expect(values.contains { $0 != 0 } && values.allSatisfy { abs($0) < 0.01 })
            }
        }
    }
}
