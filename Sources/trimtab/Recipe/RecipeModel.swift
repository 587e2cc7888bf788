import Training

extension Recipe {
    /// The model with its first weights, which depend on the seed alone.
    func makeModel<Element: Scalar>(features: Int, outputs: Int) -> any Module<Element> {
        var generator = RandomGenerator(seed: seed).stream("init")
        switch model {
        case .mlp(let sizes, let activation, let start):
            return makeMLP(sizes, activation: activation, start: start, using: &generator)
        case .rnn(let hidden, let nonlinearity, let start, let radius, let layers):
            let recurrent = RNN<Element>(
                features,
                hidden,
                activation: nonlinearity == "relu" ? .relu : .tanh,
                layers: layers,
                using: &generator
            )
            let output = Linear<Element>(hidden, outputs, using: &generator)
            switch start {
            case "smart_tanh":
                Init.smartTanh(recurrent, output: output, radius: radius, using: &generator)
            case "identity":
                startAsIdentity(recurrent, output: output, diagonal: radius, using: &generator)
            default: break
            }
            return NamedLayers([("rnn", recurrent), ("", LastStep()), ("output", output)])
        case .lstm(let hidden, let layers):
            let recurrent = LSTM<Element>(features, hidden, layers: layers, using: &generator)
            let output = Linear<Element>(hidden, outputs, using: &generator)
            return NamedLayers([("lstm", recurrent), ("", LastStep()), ("output", output)])
        case .gru(let hidden, let layers):
            let recurrent = GRU<Element>(features, hidden, layers: layers, using: &generator)
            let output = Linear<Element>(hidden, outputs, using: &generator)
            return NamedLayers([("gru", recurrent), ("", LastStep()), ("output", output)])
        }
    }

    private func makeMLP<Element: Scalar>(
        _ sizes: [Int],
        activation: String,
        start: String,
        using generator: inout RandomGenerator
    ) -> any Module<Element> {
        let between: any Module<Element> =
            switch activation {
            case "tanh": Tanh<Element>()
            case "sigmoid": Sigmoid<Element>()
            default: ReLU<Element>()
            }
        var layers: [(name: String, module: any Module<Element>)] = []
        for (place, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
            let layer = Linear<Element>(inputs, outputs, using: &generator)
            switch start {
            case "xavier": Init.xavierUniform(layer.weight, using: &generator)
            case "kaiming": Init.kaimingUniform(layer.weight, using: &generator)
            default: break
            }
            if start != "default", let bias = layer.bias { Init.constant(bias, 0) }
            let isLast = place == sizes.count - 2
            layers.append((isLast ? "output" : "hidden\(place + 1)", layer))
            if !isLast { layers.append(("", between)) }
        }
        return NamedLayers(layers)
    }

    /// The start of Le, Jaitly and Hinton (2015): recurrent weights on the diagonal, biases 0, the other weights
    /// normal with deviation 0.001.
    private func startAsIdentity<Element: Scalar>(
        _ layer: RNN<Element>,
        output: Linear<Element>,
        diagonal: Double,
        using generator: inout RandomGenerator
    ) {
        Init.normal(layer.inputWeight, deviation: 0.001, using: &generator)
        Init.normal(output.weight, deviation: 0.001, using: &generator)
        let units = layer.recurrentWeight.shape[0]
        layer.recurrentWeight.withMutableValues { weights in
            for place in weights.indices { weights[place] = place % (units + 1) == 0 ? Element(diagonal) : 0 }
        }
        for bias in [layer.inputBias, layer.recurrentBias, output.bias] {
            if let bias { Init.constant(bias, 0) }
        }
    }
}
