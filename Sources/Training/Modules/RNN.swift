import CKernels

/// A plain recurrent layer, time-major: h_t = f(W_ih·x_t + b_ih + W_hh·h_{t−1} + b_hh), f tanh or ReLU.
/// `torch.nn.RNN` with one layer and `batch_first=False`.
public struct RNN<Element: Scalar>: Module {
    /// The function a unit puts on its sum.
    public enum Activation: String, CaseIterable, Sendable {
        case tanh, relu
    }

    public let activation: Activation
    /// [hidden, in].
    public let inputWeight: Tensor<Element>
    /// [hidden, hidden].
    public let recurrentWeight: Tensor<Element>
    /// [hidden]; both biases are nil for a layer without.
    public let inputBias: Tensor<Element>?
    /// [hidden].
    public let recurrentBias: Tensor<Element>?

    /// A layer with PyTorch's default start: everything uniform in ±1/√hidden.
    public init(
        _ inputs: Int,
        _ hidden: Int,
        activation: Activation = .tanh,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        self.activation = activation
        let bound = hidden > 0 ? 1 / Double(hidden).squareRoot() : 0
        func start(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor<Element> {
            let tensor = Tensor<Element>.zeros(shape, requiresGrad: true)
            Init.uniform(tensor, -bound, bound, using: &generator)
            return tensor
        }
        inputWeight = start([hidden, inputs], &generator)
        recurrentWeight = start([hidden, hidden], &generator)
        inputBias = bias ? start([hidden], &generator) : nil
        recurrentBias = bias ? start([hidden], &generator) : nil
    }

    /// A layer of given weights; both biases, or none.
    public init(
        activation: Activation = .tanh,
        inputWeight: Tensor<Element>,
        recurrentWeight: Tensor<Element>,
        inputBias: Tensor<Element>? = nil,
        recurrentBias: Tensor<Element>? = nil
    ) {
        precondition((inputBias == nil) == (recurrentBias == nil), "RNN: both biases are needed, or none")
        let hidden = recurrentWeight.shape.first ?? 0
        guard recurrentWeight.shape == [hidden, hidden], inputWeight.shape.count == 2, inputWeight.shape[0] == hidden
        else {
            shapeFailure(
                "RNN",
                inputWeight.shape,
                recurrentWeight.shape,
                "expected weights [hidden, in] and [hidden, hidden]"
            )
        }
        for bias in [inputBias, recurrentBias] {
            if let bias, bias.shape != [hidden] {
                shapeFailure("RNN", recurrentWeight.shape, bias.shape, "expected a bias [\(hidden)]")
            }
        }
        self.activation = activation
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    /// weight_ih_l0, weight_hh_l0, and bias_ih_l0, bias_hh_l0 where there are biases.
    public var parameters: [NamedParameter<Element>] {
        let all = [
            ("weight_ih_l0", inputWeight), ("weight_hh_l0", recurrentWeight), ("bias_ih_l0", inputBias),
            ("bias_hh_l0", recurrentBias),
        ]
        return all.compactMap { name, tensor in tensor.map { NamedParameter(name, $0) } }
    }

    /// The outputs of every time step: [T, B, in] → [T, B, hidden], starting from a hidden state of zeros.
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { outputs(input, nil) }

    /// The outputs of every time step [T, B, hidden] and the last hidden state [B, hidden].
    ///
    /// - Parameter hidden: the state before the first step, [B, hidden]; zeros when nil.
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        let outputs = outputs(input, hidden)
        return (outputs, outputs.select(axis: 0, -1))
    }

    /// The whole sequence as one operation. The products with the input, and those that make the weight
    /// gradients, are one matrix product each over all time steps; only W_hh·h runs step by step.
    private func outputs(_ input: Tensor<Element>, _ initial: Tensor<Element>?) -> Tensor<Element> {
        let hidden = recurrentWeight.shape[0]
        guard input.shape.count == 3, input.shape[2] == inputWeight.shape[1], input.shape[0] > 0 else {
            shapeFailure("RNN", input.shape, inputWeight.shape, "expected [time, batch, \(inputWeight.shape[1])]")
        }
        let (steps, batch, inputs) = (input.shape[0], input.shape[1], input.shape[2])
        if let initial, initial.shape != [batch, hidden] {
            shapeFailure("RNN", input.shape, initial.shape, "expected a hidden state [\(batch), \(hidden)]")
        }
        let (x, w, u, start) = (input.storage, inputWeight.storage, recurrentWeight.storage, initial?.storage)
        let function = activation == .tanh ? CK_TANH : CK_RELU
        let block = batch * hidden
        let h = Storage<Element>(count: steps * block)

        if let inputBias, let recurrentBias {
            Kernels.repeatRow(
                inputBias.storage.read,
                recurrentBias.storage.read,
                h.pointer,
                steps * batch,
                hidden
            )
        }
        Kernels.gemm(
            Matrix(x.read, rowStride: inputs),
            Matrix(w.read, rowStride: inputs, transposed: true),
            m: steps * batch,
            n: hidden,
            k: inputs,
            into: h.pointer,
            rowStride: hidden,
            adds: inputBias != nil
        )
        for t in 0..<steps {
            let now = h.pointer + t * block
            if let before = t > 0 ? h.read + (t - 1) * block : start?.read {
                Kernels.gemm(
                    Matrix(before, rowStride: hidden),
                    Matrix(u.read, rowStride: hidden, transposed: true),
                    m: batch,
                    n: hidden,
                    k: hidden,
                    into: now,
                    rowStride: hidden,
                    adds: true
                )
            }
            Kernels.map(function, UnsafePointer(now), now, 0, block)
        }

        var operands = [input, inputWeight, recurrentWeight]
        if let inputBias, let recurrentBias { operands += [inputBias, recurrentBias] }
        if let initial { operands.append(initial) }
        let hasBias = inputBias != nil
        return Tensor.result("RNN", h, [steps, batch, hidden], operands) { gradient, operands in
            // From the gradient of the outputs, backwards in time, to that of the sums before the function.
            let d = gradient
            for t in (0..<steps).reversed() {
                let (now, output) = (d.pointer + t * block, h.read + t * block)
                Kernels.mapGradient(function, output, output, UnsafePointer(now), now, 0, block, false)
                guard t > 0 else { break }
                Kernels.gemm(
                    Matrix(UnsafePointer(now), rowStride: hidden),
                    Matrix(u.read, rowStride: hidden),
                    m: batch,
                    n: hidden,
                    k: hidden,
                    into: now - block,
                    rowStride: hidden,
                    adds: true
                )
            }
            operands[0].addGradient { slot, adds in
                Kernels.gemm(
                    Matrix(d.read, rowStride: hidden),
                    Matrix(w.read, rowStride: inputs),
                    m: steps * batch,
                    n: inputs,
                    k: hidden,
                    into: slot,
                    rowStride: inputs,
                    adds: adds
                )
            }
            operands[1].addGradient { slot, adds in
                Kernels.gemm(
                    Matrix(d.read, rowStride: hidden, transposed: true),
                    Matrix(x.read, rowStride: inputs),
                    m: hidden,
                    n: inputs,
                    k: steps * batch,
                    into: slot,
                    rowStride: inputs,
                    adds: adds
                )
            }
            operands[2].addGradient { slot, adds in
                Kernels.gemm(
                    Matrix(d.read + block, rowStride: hidden, transposed: true),
                    Matrix(h.read, rowStride: hidden),
                    m: hidden,
                    n: hidden,
                    k: (steps - 1) * batch,
                    into: slot,
                    rowStride: hidden,
                    adds: adds
                )
                guard let start else { return }
                Kernels.gemm(
                    Matrix(d.read, rowStride: hidden, transposed: true),
                    Matrix(start.read, rowStride: hidden),
                    m: hidden,
                    n: hidden,
                    k: batch,
                    into: slot,
                    rowStride: hidden,
                    adds: true
                )
            }
            if hasBias {
                for bias in operands[3...4] {
                    bias.addGradient { slot, adds in
                        Kernels.sumAxis(d.read, slot, 1, steps * batch, hidden, 1, adds)
                    }
                }
            }
            guard start != nil, let initial = operands.last else { return }
            initial.addGradient { slot, adds in
                Kernels.gemm(
                    Matrix(d.read, rowStride: hidden),
                    Matrix(u.read, rowStride: hidden),
                    m: batch,
                    n: hidden,
                    k: hidden,
                    into: slot,
                    rowStride: hidden,
                    adds: adds
                )
            }
        }
    }
}

/// The last time step of a time-major sequence: [T, B, n] → [B, n].
public struct LastStep<Element: Scalar>: Module {
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.select(axis: 0, -1) }
}
