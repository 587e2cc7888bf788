import Testing

@testable import Training

private struct ModuleCase: Decodable {
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

private func plainLayerNorm<Number: Scalar>(
    _ input: Tensor<Number>,
    _ layer: LayerNorm<Number>,
    _ mutant: ModuleMutant
) -> Tensor<Number> {
    let columns = layer.weight.count
    let x = input.reshape([-1, columns])
    let centered = x - x.mean(axis: 1, keepDim: true)
    let squares = (centered * centered).sum(axis: 1, keepDim: true)
    let variance = squares / Number(mutant == .unbiasedVariance ? columns - 1 : columns)
    let epsilon = Number(layer.epsilon)
    let root = mutant == .epsilonOutside ? variance.sqrt() + epsilon : (variance + epsilon).sqrt()
    let scaled = (centered / root).reshape(input.shape) * layer.weight
    return layer.bias.map { scaled + $0 } ?? scaled
}

private func plainAttention<Number: Scalar>(
    _ input: Tensor<Number>,
    _ layer: CausalSelfAttention<Number>,
    _ mutant: ModuleMutant
) -> Tensor<Number> {
    let (batch, time, width) = (input.shape[0], input.shape[1], input.shape[2])
    let size = width / layer.heads
    let joined = input.linear(weight: layer.inputWeight, bias: layer.inputBias)
    let mask = Tensor<Number>(
        (0..<time * time).map { $0 % time > $0 / time && mutant != .seesTheFuture ? -1e9 : 0 },
        shape: [time, time]
    )
    let examples = (0..<batch).map { example in
        let rows = joined.select(example)
        let heads = (0..<layer.heads).map { head in
            func part(_ which: Int) -> Tensor<Number> {
                let start = which * width + head * size
                return rows.slice(axis: 1, start..<start + size)
            }
            let scale = mutant == .unscaledScores ? 1 : 1 / Number(size).squareRoot()
            let scores = part(0).matmul(part(1).transpose()) * scale + mask
            return scores.softmax().matmul(part(2))
        }
        return Tensor.concat(heads, axis: 1)
    }
    return layer.output(Tensor.stack(examples))
}

/// Each window cut out of the image and multiplied with the filters.
private func plainConv<Number: Scalar>(_ input: Tensor<Number>, _ layer: Conv2d<Number>, _ mutant: ModuleMutant)
    -> Tensor<Number>
{
    let (n, channels, filters) = (input.shape[0], input.shape[1], layer.weight.shape[0])
    let kernel = (layer.weight.shape[2], layer.weight.shape[3])
    func padded(_ tensor: Tensor<Number>, _ axis: Int, _ width: Int) -> Tensor<Number> {
        var shape = tensor.shape
        shape[axis] = width
        let zeros = Tensor<Number>.zeros(shape)
        return Tensor.concat([zeros, tensor, zeros], axis: axis)
    }
    let image = padded(padded(input, 2, layer.padding.0), 3, layer.padding.1)
    var weight = layer.weight.reshape([filters, -1])
    if mutant == .turnedFilter {
        let columns = (0..<weight.shape[1]).reversed().map { weight.select(axis: 1, $0) }
        weight = Tensor.stack(columns, axis: 1)
    }
    var rows: [Tensor<Number>] = []
    for y in stride(from: 0, through: image.shape[2] - kernel.0, by: layer.stride.0) {
        var row: [Tensor<Number>] = []
        for x in stride(from: 0, through: image.shape[3] - kernel.1, by: layer.stride.1) {
            let patch = image.slice(axis: 2, y..<y + kernel.0).slice(axis: 3, x..<x + kernel.1)
            row.append(patch.reshape([n, channels * kernel.0 * kernel.1]).linear(weight: weight, bias: layer.bias))
        }
        rows.append(Tensor.stack(row, axis: 2))
    }
    return Tensor.stack(rows, axis: 2)
}

private func plainLSTM<Number: Scalar>(_ x: [Tensor<Number>], _ module: LSTM<Number>, _ mutant: ModuleMutant)
    -> [Tensor<Number>]
{
    var sequence = (0..<x[0].shape[0]).map { x[0].select($0) }
    let batch = x[0].shape[1]
    var (hiddens, cells): ([Tensor<Number>], [Tensor<Number>]) = ([], [])
    for (place, layer) in module.layers.enumerated() {
        var h = x.count > 1 ? x[1].select(place) : .zeros([batch, 4])
        var c = x.count > 2 ? x[2].select(place) : .zeros([batch, 4])
        for t in sequence.indices {
            let sums =
                sequence[t].linear(weight: layer.input, bias: layer.inputBias)
                + h.linear(weight: layer.recurrent, bias: mutant == .oneBias ? nil : layer.recurrentBias)
            func gate(_ index: Int) -> Tensor<Number> { sums.slice(axis: 1, 4 * index..<4 * index + 4) }
            let (g, o) = mutant == .gateOrder ? (3, 2) : (2, 3)
            let kept = mutant == .cellForgotten ? c * 0 : gate(1).sigmoid() * c
            c = kept + gate(0).sigmoid() * gate(g).tanh()
            h = gate(o).sigmoid() * c.tanh()
            sequence[t] = h
        }
        hiddens.append(h)
        cells.append(c)
    }
    return [Tensor.stack(sequence), Tensor.stack(hiddens), Tensor.stack(cells)]
}

private func plainGRU<Number: Scalar>(_ x: [Tensor<Number>], _ module: GRU<Number>, _ mutant: ModuleMutant)
    -> [Tensor<Number>]
{
    var sequence = (0..<x[0].shape[0]).map { x[0].select($0) }
    let batch = x[0].shape[1]
    var hiddens: [Tensor<Number>] = []
    for (place, layer) in module.layers.enumerated() {
        var h = x.count > 1 ? x[1].select(place) : .zeros([batch, 4])
        for t in sequence.indices {
            let bias = mutant == .oneBias ? nil : layer.recurrentBias
            let (input, state) = (
                sequence[t].linear(weight: layer.input, bias: layer.inputBias),
                h.linear(weight: layer.recurrent, bias: bias)
            )
            func gate(_ sums: Tensor<Number>, _ index: Int) -> Tensor<Number> {
                sums.slice(axis: 1, 4 * index..<4 * index + 4)
            }
            let order = mutant == .gateOrder ? (1, 0) : (0, 1)
            let r = (gate(input, order.0) + gate(state, order.0)).sigmoid()
            let z = (gate(input, order.1) + gate(state, order.1)).sigmoid()
            let reset =
                mutant == .resetBeforeProduct
                ? gate((r * h).linear(weight: layer.recurrent, bias: bias), 2) : r * gate(state, 2)
            let n = (gate(input, 2) + reset).tanh()
            h = mutant == .updateTurned ? (1 - z) * h + z * n : (1 - z) * n + z * h
            sequence[t] = h
        }
        hiddens.append(h)
    }
    return [Tensor.stack(sequence), Tensor.stack(hiddens)]
}

@Suite struct ModuleGoldenTests {
    private static let cases: [ModuleCase] = (try? golden("modules")) ?? []

    @Test func everyCaseAsPyTorch() {
        #expect(Self.cases.count == 66)
        for golden in Self.cases {
            let distance = golden.type == "float" ? golden.distance(Float.self) : golden.distance(Double.self)
            #expect(distance <= (golden.type == "float" ? 1e-6 : 1e-14), "\(golden.name), \(golden.type): \(distance)")
        }
    }

    @Test func thePlainRulePasses() {
        for golden in Self.cases where golden.type == "double" {
            let distance = golden.distance(Double.self, .plain)
            #expect(distance <= 1e-13, "\(golden.name): \(distance)")
        }
    }

    @Test func everyGoldenKillsAMutant() {
        for golden in Self.cases where golden.type == "double" {
            let killed = ModuleMutant.allCases.filter { golden.distance(Double.self, $0) > 1e-9 }
            #expect(!killed.isEmpty, "\(golden.name)")
        }
    }

    @Test(arguments: ModuleMutant.allCases.filter { $0 != .none && $0 != .plain })
    func everyMutantIsKilled(_ mutant: ModuleMutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The modules, in Double, that a mistake does not survive.
    static func killers(of mutant: ModuleMutant) -> [String] {
        cases.filter { $0.type == "double" && $0.distance(Double.self, mutant) > 1e-9 }.map(\.name)
    }
}
