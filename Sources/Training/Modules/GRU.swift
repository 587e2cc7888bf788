/// Layers of gated recurrent units, time-major (Cho et al., 2014). `torch.nn.GRU` with `batch_first=False`.
///
/// r, z = σ(W·x + b + U·h + b′) and n = tanh(W·x + b + r·(U·h + b′)), each with its rows of the weights in the order
/// r, z, n: the reset gate acts after the product. h ← (1 − z)·n + z·h.
public struct GRU<Element: Scalar>: Module {
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
        demand(layers > 0, "GRU: layers must be 1 or more, not \(layers)")
        self.layers = (0..<layers).map { layer in
            RecurrentWeights(layer == 0 ? inputs : hidden, hidden, gates: 3, bias: bias, using: &generator)
        }
    }

    /// Layers of given weights, 1 or more.
    public init(_ layers: [RecurrentWeights<Element>]) {
        demand(!layers.isEmpty, "GRU: there are no layers")
        self.layers = layers
    }

    /// weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, weight_ih_l1, …
    public var parameters: [NamedParameter<Element>] {
        layers.enumerated().flatMap { $1.parameters(layer: $0) }
    }

    /// The last layer's outputs of every time step: [T, B, in] → [T, B, hidden], starting from zeros.
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { gru($0, $1, hidden: nil) }
    }

    /// The last layer's outputs [T, B, hidden], and the last hidden state of every layer [layers, B, hidden].
    ///
    /// - Parameter hidden: the states before the first step, [layers, B, hidden]; zeros when nil.
    @specialized(where Element == Float)
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        var outputs = input
        var last: [Tensor<Element>] = []
        for (place, layer) in layers.enumerated() {
            outputs = gru(outputs, layer, hidden: hidden?.select(place))
            last.append(outputs.select(-1))
        }
        return (outputs, Tensor.stack(last))
    }
}

/// One layer over a whole sequence as one operation: [T, B, in] → [T, B, hidden].
private func gru<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weights: RecurrentWeights<Element>,
    hidden initial: Tensor<Element>?
) -> Tensor<Element> {
    weights.require("GRU", gates: 3, input: input.shape, states: [initial].compactMap { $0 })
    let hidden = weights.hidden
    let (steps, batch, width) = (input.shape[0], input.shape[1], 3 * hidden)
    let (rows, block) = (steps * batch, batch * hidden)
    let u = Matrix(weights.recurrent.storage, width, hidden)
    let (start, first) = (initial.map { Matrix($0.storage, batch, hidden) }, initial?.storage)

    let (gates, sums) = (Storage<Element>(count: rows * width), Storage<Element>.zeros(rows * width))
    let h = Storage<Element>(count: rows * hidden)
    let biases = [weights.inputBias, weights.recurrentBias].compactMap { $0 }
    if biases.count == 2 { Kernels.repeatRow(biases[1].storage.read, nil, sums.pointer, rows, width) }
    let (source, sequence) = SequenceInput.of(input)
    let w = Matrix(weights.input.storage, width, input.shape[2])
    sequence.multiply(by: w, plusRow: biases.first?.storage, into: gates.pointer)
    let forwards = PackedMatrix(u.transposed)
    Threads.shareBatch(batch) { examples in
        let (offset, count) = (examples.lowerBound * hidden, examples.count)
        for t in 0..<steps {
            let (place, at) = (t * batch * width + 3 * offset, t * block + offset)
            let before = t == 0 ? first.map { $0.read + offset } : h.read + at - block
            if let before { forwards.addProduct(of: before, count, to: sums.pointer + place) }
            Kernels.gruStep(gates.pointer + place, sums.read + place, before, h.pointer + at, count, hidden)
        }
    }

    let operands = [source, weights.input, weights.recurrent] + biases + [initial].compactMap { $0 }
    return Tensor.result("GRU", h, [steps, batch, hidden], operands) { gradient, operands in
        let (dGates, dSums) = (Storage<Element>(count: rows * width), Storage<Element>(count: rows * width))
        let backwards = PackedMatrix(u)
        Threads.shareBatch(batch) { examples in
            let (offset, count) = (examples.lowerBound * hidden, examples.count)
            for t in (0..<steps).reversed() {
                let (place, at) = (t * batch * width + 3 * offset, t * block + offset)
                let now = gradient.pointer + at
                Kernels.gruStepGradient(
                    gates.read + place,
                    sums.read + place,
                    t == 0 ? first.map { $0.read + offset } : h.read + at - block,
                    now,
                    dGates.pointer + place,
                    dSums.pointer + place,
                    count,
                    hidden
                )
                // What the state before gets: past the sums, and through them.
                guard t > 0 else {
                    if first != nil { backwards.addProduct(of: dSums.read + place, count, to: now) }
                    break
                }
                Kernels.axpy(1, UnsafePointer(now), now - block, count * hidden, true)
                backwards.addProduct(of: dSums.read + place, count, to: now - block)
            }
        }
        RecurrentWeights.addGradients(
            to: Array(operands.prefix(3 + biases.count)),
            from: sequence,
            batch: batch,
            ofInputSums: dGates,
            ofRecurrentSums: dSums,
            outputs: h,
            start: start
        )
        guard first != nil, let initial = operands.last else { return }
        initial.addGradient { slot, adds in Kernels.axpy(1, gradient.read, slot, block, adds) }
    }
}
