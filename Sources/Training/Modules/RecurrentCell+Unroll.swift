extension RecurrentCell {
    /// One layer over a whole sequence as one operation: [T, B, in] → [T, B, hidden].
    ///
    /// The product with the input and those for the weights' gradients are one matrix product each over all time steps;
    /// only the product with the previous state runs step by step.
    ///
    /// - Parameters:
    ///   - states: hidden, and cell, before the first step, [B, hidden] each; empty for zeros.
    ///   - withStates: whether to return the states after the last step.
    @specialized(where Element == Float)
    func unroll(
        _ input: Tensor<Element>,
        _ weights: RecurrentWeights<Element>,
        from states: [Tensor<Element>],
        withStates: Bool = false
    ) -> (outputs: Tensor<Element>, states: [Tensor<Element>]) {
        weights.requireFit(name, input: input.shape, states: states, count: hasCellState ? 2 : 1)
        let steps = input.shape[0]
        let givesCell = withStates && hasCellState
        let (source, sequence) = SequenceInput.of(input)
        let pass = RecurrentPass(self, weights, steps: steps, batch: input.shape[1], states, givesCell: givesCell)
        unsafe sequence.multiply(
            by: Matrix(weights.input.storage, pass.width, input.shape[2]),
            plusRow: pass.biasOfInput,
            into: pass.gates.pointer
        )
        pass.run(self)

        let biases = weights.biases
        let operands = [source, weights.input, weights.recurrent] + biases + states
        let shape = [steps + (givesCell ? 1 : 0), pass.batch, pass.hidden]
        let result = Tensor.result(operation, pass.outputs, shape, operands) { gradient, operands in
            let (gates, recurrent, cell) = pass.runBack(self, from: gradient)
            RecurrentWeights.addGradients(
                to: Array(operands.prefix(3 + biases.count)),
                from: sequence,
                batch: pass.batch,
                ofInputSums: gates,
                ofRecurrentSums: recurrent,
                outputs: pass.outputs,
                start: pass.start
            )
            var rest = operands.dropFirst(3 + biases.count)
            unsafe rest.popFirst()?.addGradient { slot, adds in
                let bypasses = layout == .separate
                if bypasses { unsafe Kernels.axpy(1, gradient.read, slot, pass.block, adds) }
                let first = Matrix(recurrent, pass.batch, pass.width)
                unsafe Kernels.multiply(first, pass.recurrentMatrix, into: slot, adds: adds || bypasses)
            }
            if let cell { rest.popFirst()?.acceptGradient(cell) }
        }
        guard withStates else { return (result, []) }
        let outputs = givesCell ? result.slice(0..<steps) : result
        return (outputs, [outputs.select(-1)] + (givesCell ? [result.select(-1)] : []))
    }
}
