import Testing

@testable import Training

/// A module of `modules.json`: its weights and inputs, and what PyTorch made of them.
struct ModuleCase: Decodable {
    struct Array: Decodable {
        let shape: [Int]
        let values: [GoldenNumber]

        func tensor<Number: Scalar>(wantsGrad: Bool = false) -> Tensor<Number> {
            Tensor(values.typed(), shape: shape, requiresGrad: wantsGrad)
        }
    }

    let name: String
    let type: String
    let weights: [String: [GoldenNumber]]
    let inputs: [Array]
    let outputs: [Array]
    let inputGradients: [[GoldenNumber]?]
    let gradients: [String: [GoldenNumber]]
    /// A batch norm's running mean and variance after the pass.
    let running: [[GoldenNumber]]

    /// The largest distance of outputs and gradients from PyTorch's, over the largest number of each array; infinite
    /// where one has another shape or name.
    func distance<Number: Scalar>(_ number: Number.Type, _ mutant: ModuleMutant = .none) -> Double {
        var worst = 0.0
        func compare(_ ours: [Number]?, _ theirs: [GoldenNumber]) {
            guard let ours, ours.count == theirs.count else { return worst = .infinity }
            let scale = theirs.reduce(0) { max($0, abs($1.value)) }
            for (a, b) in zip(ours, theirs.typed(Number.self)) where a != b {
                let distance = Double(abs(a - b)) / scale
                worst = distance.isNaN ? .infinity : max(worst, distance)
            }
        }
        let given = zip(inputs, inputGradients).map { $0.tensor(wantsGrad: $1 != nil) as Tensor<Number> }
        var parameters: [NamedParameter<Number>] = []
        let made = compute(given, mutant) { module in
            module.load(weights.mapValues { $0.typed() })
            parameters = module.parameters
        }
        guard made.count == outputs.count + running.count else { return .infinity }
        for (ours, theirs) in zip(made.dropFirst(outputs.count), running) { compare(ours.values, theirs) }
        var total = Tensor<Number>(0)
        for (ours, theirs) in zip(made, outputs) {
            guard ours.shape == theirs.shape else { return .infinity }
            compare(ours.values, theirs.values)
            let places = Tensor<Number>((1...ours.count).map { Number($0) / Number(ours.count) }, shape: ours.shape)
            total = total + (ours * places).sum()
        }
        total.backward()
        for (input, theirs) in zip(given, inputGradients) {
            if let theirs { compare(input.grad?.values, theirs) }
        }
        if Set(parameters.map(\.name)) != Set(gradients.keys) { worst = .infinity }
        for parameter in parameters {
            // A wrong variant may leave a weight out.
            compare(parameter.tensor.grad?.values, gradients[parameter.name] ?? [])
        }
        return worst
    }

    private func compute<Number: Scalar>(
        _ x: [Tensor<Number>],
        _ mutant: ModuleMutant,
        _ load: (any Module<Number>) -> Void
    ) -> [Tensor<Number>] {
        func apply(_ module: any Module<Number>) -> [Tensor<Number>] {
            load(module)
            return [module(x[0])]
        }
        let bias = weights["bias_ih_l0"] != nil || weights["bias"] != nil || weights["in_proj_bias"] != nil
        let layers = weights.keys.count { $0.hasPrefix("weight_hh") }
        var generator = RandomGenerator(seed: 1)
        switch name {
        case "gelu": return apply(mutant == .otherCurve ? SiLU() : GELU())
        case "silu": return apply(mutant == .otherCurve ? GELU() : SiLU())
        case "elu": return apply(mutant == .otherCurve ? SELU() : ELU())
        case "selu": return apply(mutant == .otherCurve ? ELU() : SELU())
        case "softplus": return apply(mutant == .otherCurve ? ReLU() : Softplus())
        case "hardtanh": return apply(mutant == .otherCurve ? Tanh() : Hardtanh())
        case "leakyrelu": return apply(mutant == .otherCurve ? ReLU() : LeakyReLU())
        case "elu 0.4": return apply(mutant == .otherCurve ? ELU() : ELU(alpha: 0.4))
        case "leakyrelu 0.2": return apply(mutant == .otherCurve ? LeakyReLU() : LeakyReLU(slope: 0.2))
        case "layernorm", "layernorm of two axes", "layernorm without bias":
            let shape = name.contains("two") ? [2, 5] : [5]
            let layer = LayerNorm<Number>(shape: shape, epsilon: name.contains("two") ? 1e-2 : 1e-5, bias: bias)
            guard mutant != .none else { return apply(layer) }
            load(layer)
            return [plainLayerNorm(x[0], layer, mutant)]
        case "embedding":
            let table = Embedding<Number>(
                rows: 6,
                columns: 3,
                padding: mutant == .paddingLearns ? nil : 2,
                using: &generator
            )
            load(Table(table: table))
            return [table(inputs[0].values.map { Int($0.value) })]
        case "conv", "conv, padded strides":
            let isPlain = name == "conv"
            let layer = Conv2d<Number>(
                weight: .zeros([3, 2, 3, isPlain ? 3 : 2], requiresGrad: true),
                bias: bias ? .zeros([3], requiresGrad: true) : nil,
                stride: isPlain ? (1, 1) : (2, 3),
                padding: isPlain ? (0, 0) : (2, 1)
            )
            load(layer)
            return [mutant == .none ? layer(x[0]) : plainConv(x[0], layer, mutant)]
        case "attention", "attention without bias":
            let width = x[0].shape[2]
            let layer = CausalSelfAttention<Number>(
                width: width,
                heads: name == "attention" ? 2 : 1,
                bias: bias,
                using: &generator
            )
            load(layer)
            return [mutant == .none ? layer(x[0]) : plainAttention(x[0], layer, mutant)]
        case "max pool": return apply(mutant == .otherPool ? AvgPool2d(kernel: 2) : MaxPool2d(kernel: 2))
        case "average pool": return apply(mutant == .otherPool ? MaxPool2d(kernel: 2) : AvgPool2d(kernel: 2))
        case "max pool, padded strides":
            return apply(
                mutant == .otherPool
                    ? AvgPool2d(kernel: 3, stride: 2, padding: 1) : MaxPool2d(kernel: 3, stride: 2, padding: 1)
            )
        case "average pool, padded strides":
            return apply(
                mutant == .otherPool
                    ? MaxPool2d(kernel: 3, stride: 2, padding: 1) : AvgPool2d(kernel: 3, stride: 2, padding: 1)
            )
        case "flatten": return apply(Flatten(start: mutant == .otherPool ? 2 : 1))
        case _ where name.hasPrefix("batchnorm"):
            let isRows = name.hasSuffix("rows")
            let layer = BatchNorm<Number>(channels: 3, epsilon: isRows ? 1e-2 : 1e-5, momentum: isRows ? 0.3 : 0.1)
            load(layer)
            if name.hasSuffix("in use") {
                _ = withoutGrad { layer(x[0]) }
                layer.train(mutant == .stillTraining)
            }
            var output = layer(x[0])
            // As if the batch's variance were the unbiased one.
            let count = Number(x[0].count / 3)
            if mutant == .unbiasedVariance { output = output * ((count - 1) / count).squareRoot() }
            var variance = layer.runningVariance
            // As if the running variance followed the biased one.
            if mutant == .biasedRunning { variance = (variance - 0.9) * ((count - 1) / count) + 0.9 }
            return [output, layer.runningMean, variance]
        case _ where name.hasPrefix("rnn"):
            let layer = RNN<Number>(
                in: 3,
                hidden: 4,
                activation: name.contains("relu") != (mutant == .otherCurve) ? .relu : .tanh,
                layers: layers,
                bias: bias,
                using: &generator
            )
            load(layer)
            let (outputs, hidden) = layer(x[0], hidden: x.count > 1 ? x[1] : nil)
            return [outputs, hidden]
        case _ where name.hasPrefix("lstm"):
            let layer = LSTM<Number>(in: 3, hidden: 4, layers: layers, bias: bias, using: &generator)
            load(layer)
            guard mutant == .none else { return plainLSTM(x, layer, mutant) }
            let (outputs, state) = layer(x[0], state: x.count > 2 ? (x[1], x[2]) : nil)
            return [outputs, state.hidden, state.cell]
        default:
            let layer = GRU<Number>(in: 3, hidden: 4, layers: layers, bias: bias, using: &generator)
            load(layer)
            guard mutant == .none else { return plainGRU(x, layer, mutant) }
            let (outputs, hidden) = layer(x[0], hidden: x.count > 1 ? x[1] : nil)
            return [outputs, hidden]
        }
    }
}

/// A table as a module, so that its weights can be loaded.
private struct Table<Element: Scalar>: Module {
    let table: Embedding<Element>

    var parameters: [NamedParameter<Element>] { table.parameters }

    func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input }
}

/// `plain` is no mistake: the rule written a second time, operation by operation.
enum ModuleMutant: String, CaseIterable {
    case none, plain
    case otherCurve, unbiasedVariance, epsilonOutside, gateOrder, resetBeforeProduct, oneBias, updateTurned
    case seesTheFuture, unscaledScores
    case paddingLearns, cellForgotten, turnedFilter, otherPool, stillTraining, biasedRunning
}
