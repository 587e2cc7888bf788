import Training

extension Exercise {
    /// The network of a workload by name; nil if there is none.
    static func named(_ name: String) throws -> Exercise? {
        var generator = RandomGenerator(seed: 1)
        switch name {
        case "W1":
            let batches = Draws.examples(256, [64, 64], classes: 10, span: 6)
            return try digitsMLP(batches, &generator) { try SGD($0, learningRate: 0.05, momentum: 0.9) }
        case "W1c":
            return try digitsMLP(Draws.digits(22, rows: 64), &generator) { try Adam($0, learningRate: 1e-3) }
        case "W2": return try charLSTM(&generator)
        case "W3": return try charRNN(&generator)
        case "W4": return try nanoGPT(&generator)
        case "W5": return try wideMLP(&generator)
        case "W6": return try leNet(&generator)
        default: return nil
        }
    }

    private static func digitsMLP(
        _ batches: [(inputs: Tensor<Float>, classes: [Int])],
        _ generator: inout RandomGenerator,
        optimizer: ([NamedParameter<Float>]) throws -> any Optimizer<Float>
    ) throws -> Exercise {
        let model = Sequential<Float>(
            Linear(in: 64, out: 128, using: &generator),
            ReLU(),
            Linear(in: 128, out: 10, using: &generator)
        )
        // The network is so small that building its graph would show.
        let replay = Replay { Losses.crossEntropy(model($0), $1) }
        return try Exercise(
            model.parameters,
            batches: batches.count,
            optimizer: optimizer,
            loss: { replay(batches[$0].inputs, batches[$0].classes) }
        )
    }

    private static func charLSTM(_ generator: inout RandomGenerator) throws -> Exercise {
        let embedding = Embedding<Float>(rows: 65, columns: 256, using: &generator)
        let lstm = LSTM<Float>(in: 256, hidden: 256, using: &generator)
        let output = Linear<Float>(in: 256, out: 65, using: &generator)
        // 64 steps of 32 sequences.
        let batches = Draws.letters(16, 64 * 32, of: 65)
        return try Exercise(
            embedding.parameters + lstm.parameters + output.parameters,
            batches: batches.count,
            optimizer: { try Adam($0, learningRate: 1e-3) },
            loss: { batch in
                let hidden = lstm(embedding(batches[batch].letters).reshape([64, 32, 256]))
                return Losses.crossEntropy(output(hidden).reshape([-1, 65]), batches[batch].next)
            }
        )
    }

    private static func charRNN(_ generator: inout RandomGenerator) throws -> Exercise {
        let rnn = RNN<Float>(in: 65, hidden: 128, using: &generator)
        let output = Linear<Float>(in: 128, out: 65, using: &generator)
        // 100 steps of 16 sequences.
        let batches = Draws.letters(16, 100 * 16, of: 65)
        let inputs = batches.map { batch in
            unsafe Tensor<Float>(shape: [100, 16, 65]) { values in
                unsafe values.update(repeating: 0)
                for (row, letter) in batch.letters.enumerated() { unsafe values[row * 65 + letter] = 1 }
            }
        }
        return try Exercise(
            rnn.parameters + output.parameters,
            batches: batches.count,
            optimizer: { try SGD($0, learningRate: 0.1) },
            loss: { Losses.crossEntropy(output(rnn(inputs[$0])).reshape([-1, 65]), batches[$0].next) }
        )
    }

    private static func nanoGPT(_ generator: inout RandomGenerator) throws -> Exercise {
        let model = GPT<Float>(
            vocabulary: 65,
            context: 64,
            layers: 4,
            heads: 4,
            width: 128,
            bias: false,
            using: &generator
        )
        // 12 sequences of 64.
        let batches = Draws.letters(16, 12 * 64, of: 65)
        return try Exercise(
            model.parameters,
            batches: batches.count,
            optimizer: { parameters in
                let decayed = ParameterGroup(parameters.filter { $0.tensor.shape.count >= 2 })
                let others = ParameterGroup(parameters.filter { $0.tensor.shape.count < 2 }, weightDecay: 0)
                return try AdamW([decayed, others], learningRate: 1e-3, betas: (0.9, 0.99), weightDecay: 0.1)
            },
            loss: { Losses.crossEntropy(model(batches[$0].letters, time: 64), batches[$0].next) }
        )
    }

    private static func wideMLP(_ generator: inout RandomGenerator) throws -> Exercise {
        let model = Sequential<Float>(
            Linear(in: 1024, out: 4096, using: &generator),
            ReLU(),
            Linear(in: 4096, out: 4096, using: &generator),
            ReLU(),
            Linear(in: 4096, out: 1024, using: &generator)
        )
        let batches = Draws.examples(16, [256, 1024], classes: 1024, span: 1)
        return try Exercise(
            model.parameters,
            batches: batches.count,
            optimizer: { try Adam($0, learningRate: 1e-4) },
            loss: { Losses.crossEntropy(model(batches[$0].inputs), batches[$0].classes) }
        )
    }

    private static func leNet(_ generator: inout RandomGenerator) throws -> Exercise {
        let model = Sequential<Float>(
            Conv2d(in: 1, out: 6, kernel: 5, padding: 2, using: &generator),
            ReLU(),
            MaxPool2d(kernel: 2),
            Conv2d(in: 6, out: 16, kernel: 5, using: &generator),
            ReLU(),
            MaxPool2d(kernel: 2),
            Flatten(),
            Linear(in: 400, out: 120, using: &generator),
            ReLU(),
            Linear(in: 120, out: 84, using: &generator),
            ReLU(),
            Linear(in: 84, out: 10, using: &generator)
        )
        let batches = Draws.examples(64, [64, 1, 28, 28], classes: 10, span: 78)
        return try Exercise(
            model.parameters,
            batches: batches.count,
            optimizer: { try SGD($0, learningRate: 0.01, momentum: 0.9) },
            loss: { Losses.crossEntropy(model(batches[$0].inputs), batches[$0].classes) }
        )
    }
}
