import Training

extension Recipe {
    /// The model with its first weights, which depend on the seed alone.
    func makeModel<Element: Scalar>(_ task: ModelTask) -> any Model<Element> {
        var generator = RandomGenerator(seed: seed).stream("init")
        let between: any Module<Element> =
            (ActivationChoice(rawValue: values.text("model.activation")) ?? .relu).make(values)
        let made: any Model<Element> =
            switch model {
            case .mlp(let sizes, _, let start):
                NamedLayers<Element>(makeLinear(sizes, between: between, start: start, using: &generator))
            case .cnn(let cnn): makeCNN(cnn, task, between: between, using: &generator)
            case .recurrent(let recurrent): makeRecurrent(recurrent, task, using: &generator)
            case .transformer(let transformer): makeTransformer(transformer, task, using: &generator)
            }
        let start = values.text("model.init")
        guard ["normal", "orthogonal"].contains(start) else { return made }
        for parameter in made.parameters {
            if parameter.tensor.shape.count < 2 {
                Init.constant(parameter.tensor, 0)
            } else if start == "normal" {
                Init.normal(parameter.tensor, deviation: values.number("model.deviation"), using: &generator)
            } else {
                Init.orthogonal(parameter.tensor, using: &generator)
            }
        }
        return made
    }
}

private typealias Layers<Element: Scalar> = [(name: String, module: any Module<Element>)]

private func begin<Element: Scalar>(
    _ start: String,
    _ weight: Tensor<Element>,
    _ bias: Tensor<Element>?,
    using generator: inout RandomGenerator
) {
    switch start {
    case "xavier": Init.xavierUniform(weight, using: &generator)
    case "xavier_normal": Init.xavierNormal(weight, using: &generator)
    case "kaiming": Init.kaimingUniform(weight, using: &generator)
    case "kaiming_normal": Init.kaimingNormal(weight, using: &generator)
    default: return
    }
    if let bias { Init.constant(bias, 0) }
}

/// Linear layers "hidden1", …, "output" from size to size, with an activation between them.
private func makeLinear<Element: Scalar>(
    _ sizes: [Int],
    between: any Module<Element>,
    start: String,
    using generator: inout RandomGenerator
) -> Layers<Element> {
    var layers: Layers<Element> = []
    for (place, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
        let layer = Linear<Element>(in: inputs, out: outputs, using: &generator)
        begin(start, layer.weight, layer.bias, using: &generator)
        let isLast = place == sizes.count - 2
        layers.append((isLast ? "output" : "hidden\(place + 1)", layer))
        if !isLast { layers.append(("", between)) }
    }
    return layers
}

private func makeCNN<Element: Scalar>(
    _ choice: Recipe.CNNChoice,
    _ task: ModelTask,
    between: any Module<Element>,
    using generator: inout RandomGenerator
) -> NamedLayers<Element> {
    guard case .rows(_, let image) = task.inputs, let first = choice.image ?? image else {
        preconditionFailure("a cnn learns rows that are images")
    }
    let images = choice.images(from: first)
    var layers: Layers<Element> = [("", Unflatten(shape: first))]
    for (place, channels) in choice.channels.enumerated() {
        let layer = Conv2d<Element>(
            in: images[place][0],
            out: channels,
            kernel: choice.kernels[place],
            padding: choice.paddings[place],
            using: &generator
        )
        begin(choice.start, layer.weight, layer.bias, using: &generator)
        layers += [("conv\(place + 1)", layer), ("", between)]
        let pool = choice.pools[place]
        guard pool > 1 else { continue }
        layers.append(("", choice.takesMaximum ? MaxPool2d<Element>(kernel: pool) : AvgPool2d<Element>(kernel: pool)))
    }
    let flat = images.last?.reduce(1, *) ?? 0
    layers.append(("", Flatten()))
    return NamedLayers(
        layers
            + makeLinear([flat] + choice.sizes, between: between, start: choice.start, using: &generator)
    )
}

private func makeRecurrent<Element: Scalar>(
    _ choice: Recipe.RecurrentChoice,
    _ task: ModelTask,
    using generator: inout RandomGenerator
) -> any Model<Element> {
    var embedding: Embedding<Element>?
    let inputs: Int
    switch task.inputs {
    case .rows(let features, _), .sequences(let features): inputs = features
    case .tokens(let vocabulary, _, _) where choice.embedding > 0:
        embedding = Embedding(rows: vocabulary, columns: choice.embedding, using: &generator)
        inputs = choice.embedding
    case .tokens(let vocabulary, _, _): inputs = vocabulary
    }
    let (hidden, layers) = (choice.hidden, choice.layers)
    let recurrent: any RecurrentLayer<Element> =
        switch choice.kind {
        case "lstm": LSTM(in: inputs, hidden: hidden, layers: layers, using: &generator)
        case "gru": GRU(in: inputs, hidden: hidden, layers: layers, using: &generator)
        default:
            RNN(
                in: inputs,
                hidden: hidden,
                activation: choice.nonlinearity == "relu" ? .relu : .tanh,
                layers: layers,
                using: &generator
            )
        }
    let output = Linear<Element>(in: hidden, out: task.outputs, using: &generator)
    if let rnn = recurrent as? RNN<Element> {
        switch choice.start {
        case "smart_tanh": Init.smartTanh(rnn, output: output, radius: choice.spectralRadius, using: &generator)
        case "identity": startAsIdentity(rnn, output: output, diagonal: choice.spectralRadius, using: &generator)
        default: break
        }
    }
    guard case .tokens(let vocabulary, _, let lanes) = task.inputs else {
        return NamedLayers([(choice.kind, recurrent), ("", LastStep()), ("output", output)])
    }
    return TokenRecurrence(
        vocabulary: vocabulary,
        embedding: embedding,
        layers: recurrent,
        output: output,
        lanes: lanes
    )
}

private func makeTransformer<Element: Scalar>(
    _ choice: Recipe.TransformerChoice,
    _ task: ModelTask,
    using generator: inout RandomGenerator
) -> GPT<Element> {
    guard case .tokens(let vocabulary, let window, _) = task.inputs else {
        preconditionFailure("a transformer learns texts")
    }
    return GPT(
        vocabulary: vocabulary,
        context: window,
        layers: choice.layers,
        heads: choice.heads,
        width: choice.width,
        bias: choice.bias,
        dropout: choice.dropout,
        using: &generator
    )
}

/// The start of Le, Jaitly and Hinton (2015): recurrent weights on the diagonal, biases 0, the other weights normal with
/// deviation 0.001.
private func startAsIdentity<Element: Scalar>(
    _ layer: RNN<Element>,
    output: Linear<Element>,
    diagonal: Double,
    using generator: inout RandomGenerator
) {
    let weights = layer.layers[0]
    Init.normal(weights.input, deviation: 0.001, using: &generator)
    Init.normal(output.weight, deviation: 0.001, using: &generator)
    let units = weights.recurrent.shape[0]
    weights.recurrent.withMutableValues { numbers in
        for place in numbers.indices { numbers[place] = place % (units + 1) == 0 ? Element(diagonal) : 0 }
    }
    for bias in [weights.inputBias, weights.recurrentBias, output.bias] {
        if let bias { Init.constant(bias, 0) }
    }
}
