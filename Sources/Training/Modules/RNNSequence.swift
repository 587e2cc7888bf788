import CKernels

extension RNN {
    /// The outputs of a whole sequence, as one operation: [T, B, in] → [T, B, hidden].
    ///
    /// The product with the input and those that make the weights' gradients are one matrix product each over all
    /// time steps; only W_hh·h runs step by step.
    func unroll(_ input: Tensor<Element>, from initial: Tensor<Element>?) -> Tensor<Element> {
        let hidden = recurrentWeight.shape[0]
        guard input.shape.count == 3, input.shape[2] == inputWeight.shape[1], input.shape[0] > 0 else {
            shapeFailure("RNN", input.shape, inputWeight.shape, "expected [time, batch, \(inputWeight.shape[1])]")
        }
        let (steps, batch, inputs) = (input.shape[0], input.shape[1], input.shape[2])
        if let initial, initial.shape != [batch, hidden] {
            shapeFailure("RNN", input.shape, initial.shape, "expected a hidden state [\(batch), \(hidden)]")
        }
        let function = activation == .tanh ? CK_TANH : CK_RELU
        let (rows, block) = (steps * batch, batch * hidden)
        let (source, sequence) = SequenceInput.of(input)
        let w = Matrix(inputWeight.storage, hidden, inputs)
        let u = Matrix(recurrentWeight.storage, hidden, hidden)
        let start = initial.map { Matrix($0.storage, batch, hidden) }

        let h = Storage<Element>(count: rows * hidden)
        let biases = [inputBias, recurrentBias].compactMap { $0 }
        sequence.multiply(by: w, plusRow: RecurrentWeights.joinedBias(biases), into: h.pointer)
        let forwards = PackedMatrix(u.transposed)
        Threads.shareBatch(batch) { examples in
            let (offset, part) = (examples.lowerBound * hidden, examples.count * hidden)
            for t in 0..<steps {
                let now = h.pointer + t * block + offset
                if let before = t == 0 ? start?.pointer : h.read + (t - 1) * block {
                    forwards.addProduct(of: before + offset, examples.count, to: now)
                }
                Kernels.map(function, UnsafePointer(now), now, 0, part)
            }
        }

        let operands = [source, inputWeight, recurrentWeight] + biases + [initial].compactMap { $0 }
        let name: StaticString = activation == .tanh ? "RNN" : "RNN relu"
        return Tensor.result(name, h, [steps, batch, hidden], operands) { gradient, operands in
            // From the gradient of the outputs, backwards in time, to that of the sums before the function.
            let backwards = PackedMatrix(u)
            Threads.shareBatch(batch) { examples in
                let (offset, part) = (examples.lowerBound * hidden, examples.count * hidden)
                for t in (0..<steps).reversed() {
                    let (now, output) = (gradient.pointer + t * block + offset, h.read + t * block + offset)
                    Kernels.mapGradient(function, output, output, UnsafePointer(now), now, 0, part, false)
                    guard t > 0 else { break }
                    backwards.addProduct(of: UnsafePointer(now), examples.count, to: now - block)
                }
            }
            let first = Matrix(gradient, batch, hidden)
            sequence.addGradients(to: operands[0], operands[1], w, ofSums: gradient)
            operands[2].addGradient { slot, adds in
                let later = Matrix(gradient, rows - batch, hidden, at: block)
                let earlier = Matrix(h, rows - batch, hidden)
                Kernels.multiply(later.transposed, earlier, into: slot, adds: adds)
                if let start { Kernels.multiply(first.transposed, start, into: slot, adds: true) }
            }
            let sums = [Storage](repeating: gradient, count: biases.count)
            RecurrentWeights.addBiasGradients(to: operands.dropFirst(3).prefix(biases.count), of: sums, rows, hidden)
            guard start != nil, let initial = operands.last else { return }
            initial.addGradient { slot, adds in Kernels.multiply(first, u, into: slot, adds: adds) }
        }
    }
}
