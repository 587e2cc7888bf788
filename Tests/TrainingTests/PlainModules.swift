import Testing

@testable import Training

func plainLayerNorm<Number: Scalar>(
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

func plainAttention<Number: Scalar>(
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
func plainConv<Number: Scalar>(_ input: Tensor<Number>, _ layer: Conv2d<Number>, _ mutant: ModuleMutant)
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

func plainLSTM<Number: Scalar>(_ x: [Tensor<Number>], _ module: LSTM<Number>, _ mutant: ModuleMutant)
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

func plainGRU<Number: Scalar>(_ x: [Tensor<Number>], _ module: GRU<Number>, _ mutant: ModuleMutant)
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
