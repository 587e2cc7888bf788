/// Layers of long short-term memory, time-major (Hochreiter and Schmidhuber, 1997). `torch.nn.LSTM` with
/// `batch_first=False`.
///
/// i, f, o = σ(W·x + b + U·h + b′) and g = tanh(W·x + b + U·h + b′), each with its rows of the weights in the order
/// i, f, g, o; c ← f·c + i·g; h ← o·tanh c.
public struct LSTM<Element: Scalar>: Module {
    /// The layers, each fed with the outputs of the one before.
    public let layers: [RecurrentWeights<Element>]

    /// Layers with PyTorch's default start: everything uniform in ±1/√hidden.
    ///
    /// - Parameter layers: 1 or more.
    public init(
        _ inputs: Int,
        _ hidden: Int,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        demand(layers > 0, "LSTM: layers must be 1 or more, not \(layers)")
        self.layers = (0..<layers).map { layer in
            RecurrentWeights(layer == 0 ? inputs : hidden, hidden, gates: 4, bias: bias, using: &generator)
        }
    }

    /// Layers of given weights, 1 or more.
    public init(_ layers: [RecurrentWeights<Element>]) {
        demand(!layers.isEmpty, "LSTM: there are no layers")
        self.layers = layers
    }

    /// weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, weight_ih_l1, …
    public var parameters: [NamedParameter<Element>] {
        layers.enumerated().flatMap { $1.parameters(layer: $0) }
    }

    /// The last layer's outputs of every time step: [T, B, in] → [T, B, hidden], starting from zeros.
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { lstm($0, $1, hidden: nil, cell: nil, withCell: false) }
    }

    /// The last layer's outputs [T, B, hidden], and the last hidden and cell states of every layer
    /// [layers, B, hidden].
    ///
    /// - Parameter state: hidden and cell before the first step, [layers, B, hidden] each; zeros when nil.
    @specialized(where Element == Float)
    public func callAsFunction(
        _ input: Tensor<Element>,
        state: (hidden: Tensor<Element>, cell: Tensor<Element>)?
    ) -> (outputs: Tensor<Element>, state: (hidden: Tensor<Element>, cell: Tensor<Element>)) {
        var outputs = input
        var (hiddens, cells): ([Tensor<Element>], [Tensor<Element>]) = ([], [])
        for (place, layer) in layers.enumerated() {
            let both = lstm(
                outputs,
                layer,
                hidden: state?.hidden.select(place),
                cell: state?.cell.select(place),
                withCell: true
            )
            outputs = both.slice(0..<input.shape[0])
            hiddens.append(outputs.select(-1))
            cells.append(both.select(-1))
        }
        return (outputs, (Tensor.stack(hiddens), Tensor.stack(cells)))
    }
}

/// One layer over a whole sequence as one operation: [T, B, in] → [T, B, hidden], or with the last cell state behind
/// the last step, [T + 1, B, hidden].
private func lstm<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weights: RecurrentWeights<Element>,
    hidden initial: Tensor<Element>?,
    cell: Tensor<Element>?,
    withCell: Bool
) -> Tensor<Element> {
    let states = [initial, cell].compactMap { $0 }
    weights.require("LSTM", gates: 4, input: input.shape, states: states)
    let hidden = weights.hidden
    let (steps, batch, width) = (input.shape[0], input.shape[1], 4 * hidden)
    let (rows, block) = (steps * batch, batch * hidden)
    let u = Matrix(weights.recurrent.storage, width, hidden)
    let start = initial.map { Matrix($0.storage, batch, hidden) }
    let firstCell = cell?.storage

    let gates = Storage<Element>(count: rows * width)
    let cells = Storage<Element>(count: rows * hidden)
    let h = Storage<Element>(count: (steps + (withCell ? 1 : 0)) * block)
    let biases = [weights.inputBias, weights.recurrentBias].compactMap { $0 }
    let (source, sequence) = SequenceInput.of(input)
    let w = Matrix(weights.input.storage, width, input.shape[2])
    sequence.multiply(by: w, plusRow: RecurrentWeights.joinedBias(biases), into: gates.pointer)
    let forwards = PackedMatrix(u.transposed)
    Threads.shareBatch(batch) { examples in
        let (offset, count) = (examples.lowerBound * hidden, examples.count)
        for t in 0..<steps {
            let (now, at) = (gates.pointer + t * batch * width + 4 * offset, t * block + offset)
            if let before = t == 0 ? start?.pointer : h.read + (t - 1) * block {
                forwards.addProduct(of: before + offset, count, to: now)
            }
            let before = (t == 0 ? firstCell?.read : cells.read + (t - 1) * block).map { $0 + offset }
            Kernels.lstmStep(now, before, cells.pointer + at, h.pointer + at, count, hidden)
        }
    }
    if withCell { (h.pointer + steps * block).update(from: cells.pointer + (steps - 1) * block, count: block) }

    let operands = [source, weights.input, weights.recurrent] + biases + states
    let shape = [steps + (withCell ? 1 : 0), batch, hidden]
    return Tensor.result("LSTM", h, shape, operands) { gradient, operands in
        let sums = Storage<Element>(count: rows * width)
        let dc = Storage<Element>.zeros(block)
        if withCell { dc.pointer.update(from: gradient.pointer + steps * block, count: block) }
        let backwards = PackedMatrix(u)
        Threads.shareBatch(batch) { examples in
            let (offset, count) = (examples.lowerBound * hidden, examples.count)
            for t in (0..<steps).reversed() {
                let (place, at) = (t * batch * width + 4 * offset, t * block + offset)
                Kernels.lstmStepGradient(
                    gates.read + place,
                    (t == 0 ? firstCell?.read : cells.read + (t - 1) * block).map { $0 + offset },
                    cells.read + at,
                    gradient.read + at,
                    dc.pointer + offset,
                    sums.pointer + place,
                    count,
                    hidden
                )
                guard t > 0 else { break }
                backwards.addProduct(of: sums.read + place, count, to: gradient.pointer + at - block)
            }
        }
        RecurrentWeights.addGradients(
            to: Array(operands.prefix(3 + biases.count)),
            from: sequence,
            batch: batch,
            ofInputSums: sums,
            ofRecurrentSums: sums,
            outputs: h,
            start: start
        )
        var rest = operands.dropFirst(3 + biases.count)
        if start != nil {
            let first = Matrix(sums, batch, width)
            rest.popFirst()?.addGradient { slot, adds in Kernels.multiply(first, u, into: slot, adds: adds) }
        }
        if firstCell != nil { rest.popFirst()?.takeGradient(dc) }
    }
}
