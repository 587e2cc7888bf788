import CKernels

/// The weights of one recurrent layer, the rows of all its gates stacked.
public struct RecurrentWeights<Element: Scalar> {
    /// [gates · hidden, in].
    public let input: Tensor<Element>
    /// [gates · hidden, hidden].
    public let recurrent: Tensor<Element>
    /// [gates · hidden]; both biases are nil for a layer without.
    public let inputBias: Tensor<Element>?
    /// [gates · hidden].
    public let recurrentBias: Tensor<Element>?

    /// Given weights, with both biases or none.
    public init(
        input: Tensor<Element>,
        recurrent: Tensor<Element>,
        inputBias: Tensor<Element>? = nil,
        recurrentBias: Tensor<Element>? = nil
    ) {
        require((inputBias == nil) == (recurrentBias == nil), "a recurrent layer needs both biases, or none")
        guard input.shape.count == 2, recurrent.shape.count == 2, input.shape[0] == recurrent.shape[0] else {
            shapeError(
                "RecurrentWeights",
                input.shape,
                recurrent.shape,
                "expected weights [gates · hidden, in] and [gates · hidden, hidden]"
            )
        }
        for bias in [inputBias, recurrentBias] {
            if let bias, bias.shape != [recurrent.shape[0]] {
                shapeError(
                    "RecurrentWeights",
                    recurrent.shape,
                    bias.shape,
                    "expected a bias [\(recurrent.shape[0])]"
                )
            }
        }
        self.input = input
        self.recurrent = recurrent
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    /// PyTorch's default initialization: everything uniform in ±1/√hidden.
    init(_ inputs: Int, _ hidden: Int, gates: Int, bias: Bool, using generator: inout RandomGenerator) {
        let bound = hidden > 0 ? 1 / Double(hidden).squareRoot() : 0
        func start(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor<Element> {
            let tensor = Tensor<Element>.zeros(shape, requiresGrad: true)
            Init.uniform(tensor, -bound, bound, using: &generator)
            return tensor
        }
        input = start([gates * hidden, inputs], &generator)
        recurrent = start([gates * hidden, hidden], &generator)
        inputBias = bias ? start([gates * hidden], &generator) : nil
        recurrentBias = bias ? start([gates * hidden], &generator) : nil
    }

    var hidden: Int { recurrent.shape[1] }

    /// Both biases, or none.
    var biases: [Tensor<Element>] { [inputBias, recurrentBias].compactMap { $0 } }

    /// The weights of the layer with this number, under the names of torch.nn: weight_ih_l0, …
    func parameters(layer: Int) -> [NamedParameter<Element>] {
        let all = [
            ("weight_ih", input), ("weight_hh", recurrent), ("bias_ih", inputBias), ("bias_hh", recurrentBias),
        ]
        return all.compactMap { name, tensor in tensor.map { NamedParameter("\(name)_l\(layer)", $0) } }
    }

    /// Traps unless the weights fit the input, and `count` states or none are given.
    func requireFit(_ name: String, input sequence: [Int], states: [Tensor<Element>], count: Int) {
        require(states.isEmpty || states.count == count, "\(name): \(count) states are needed, not \(states.count)")
        guard sequence.count == 3, sequence[2] == input.shape[1], sequence[0] > 0 else {
            shapeError(name, sequence, input.shape, "expected [time, batch, \(input.shape[1])]")
        }
        for state in states where state.shape != [sequence[1], hidden] {
            shapeError(name, sequence, state.shape, "expected a state [\(sequence[1]), \(hidden)]")
        }
    }

    /// Adds the gradients of the weights and of the input, each as one product over all time steps, from those of the
    /// sums; the sums of the input and of the hidden state may be separate.
    ///
    /// - Parameters:
    ///   - operands: the source of the sequence, the weights, then any biases.
    ///   - outputs: the hidden states after each step.
    static func addGradients(
        to operands: [Tensor<Element>],
        from sequence: SequenceInput<Element>,
        batch: Int,
        ofInputSums dInput: Storage<Element>,
        ofRecurrentSums dRecurrent: Storage<Element>,
        outputs: Storage<Element>,
        start: Matrix<Element>?
    ) {
        let (weight, recurrent) = (operands[1], operands[2])
        let (width, hidden) = (recurrent.shape[0], recurrent.shape[1])
        let rows = dInput.count / width
        let w = Matrix(weight.storage, width, weight.shape[1])
        sequence.addGradients(to: operands[0], weight, w, ofSums: dInput)
        unsafe recurrent.addGradient { slot, adds in
            let later = Matrix(dRecurrent, rows - batch, width, at: batch * width)
            let earlier = Matrix(outputs, rows - batch, hidden)
            unsafe Kernels.multiply(later.transposed, earlier, into: slot, adds: adds)
            if let start {
                unsafe Kernels.multiply(Matrix(dRecurrent, batch, width).transposed, start, into: slot, adds: true)
            }
        }
        let biases = operands.dropFirst(3)
        guard biases.contains(where: { $0.requiresGrad }) else { return }
        // Shared sums are summed once.
        var last: (of: Storage<Element>, total: Storage<Element>)?
        for (bias, d) in Swift.zip(biases, [dInput, dRecurrent]) {
            let total = last.flatMap { $0.of === d ? $0.total : nil } ?? Storage(count: width)
            if last?.total !== total {
                unsafe ck_sum_axis(Element.kernelType, d.read, total.pointer, 1, rows, width, 1, false)
            }
            last = (d, total)
            unsafe bias.addGradient { slot, adds in unsafe Kernels.axpy(1, total.read, slot, width, adds) }
        }
    }

    /// The sum of both biases, which is added to every sum; nil for a layer without.
    var joinedBias: Storage<Element>? {
        guard let inputBias, let recurrentBias else { return nil }
        let joined = Storage<Element>(count: inputBias.count)
        let (first, second) = unsafe (inputBias.storage.read, recurrentBias.storage.read)
        unsafe ck_repeat_row(Element.kernelType, first, second, joined.pointer, 1, joined.count)
        return joined
    }
}
