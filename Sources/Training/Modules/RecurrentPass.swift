import CKernels

/// The arrays of a pass over a sequence, kept for the backward pass.
struct RecurrentPass<Element: Scalar> {
    let steps: Int
    let batch: Int
    let hidden: Int
    /// The number of sums of an example.
    let width: Int
    /// [T, B, hidden], or with the last cell state appended, [T + 1, B, hidden].
    let outputs: Storage<Element>
    /// The sums of the input [T, B, gates · hidden], or `outputs`.
    let gates: Storage<Element>
    /// The sums of the previous state where they are separate; otherwise `gates`.
    let recurrent: Storage<Element>
    /// The cell states [T, B, hidden], if any.
    let cells: Storage<Element>?
    /// The bias of every sum of the input, if any.
    let biasOfInput: Storage<Element>?
    let recurrentMatrix: Matrix<Element>
    /// The states before the first step; nil for zeros.
    let start: Matrix<Element>?
    let firstCell: Storage<Element>?

    /// The number of elements in the states of a step.
    var block: Int { batch * hidden }

    init(
        _ cell: RecurrentCell<Element>,
        _ weights: RecurrentWeights<Element>,
        steps: Int,
        batch: Int,
        _ states: [Tensor<Element>],
        givesCell: Bool
    ) {
        (self.steps, self.batch) = (steps, batch)
        (hidden, width) = (weights.hidden, cell.gates * weights.hidden)
        let (rows, biases) = (steps * batch, weights.biases)
        outputs = Storage(count: (rows + (givesCell ? batch : 0)) * hidden)
        gates = cell.layout == .outputs ? outputs : Storage(count: rows * width)
        cells = cell.hasCellState ? Storage(count: rows * hidden) : nil
        if cell.layout == .separate {
            recurrent = Storage.zeros(rows * width)
            if !biases.isEmpty {
                unsafe ck_repeat_row(Element.kernelType, biases[1].storage.read, nil, recurrent.pointer, rows, width)
            }
            biasOfInput = biases.first?.storage
        } else {
            recurrent = gates
            biasOfInput = weights.joinedBias
        }
        recurrentMatrix = Matrix(weights.recurrent.storage, width, hidden)
        start = states.first.map { Matrix($0.storage, batch, weights.hidden) }
        firstCell = states.dropFirst().first?.storage
    }

    /// The arrays of a step; `offset` is that of its first example in the states.
    private func step(_ t: Int, offset: Int, examples: Int) -> RecurrentStep<Element> {
        let (place, at) = (t * batch * width + offset / hidden * width, t * block + offset)
        return unsafe RecurrentStep(
            gates: gates.pointer + place,
            recurrent: recurrent.pointer + place,
            before: t == 0
                ? (start.map { unsafe $0.pointer + offset }, firstCell.map { unsafe $0.read + offset })
                : (outputs.read + (at - block), cells.map { unsafe $0.read + (at - block) }),
            after: (outputs.pointer + at, cells.map { unsafe $0.pointer + at }),
            examples: examples,
            hidden: hidden
        )
    }

    /// Computes the outputs from the sums of the input.
    func run(_ cell: RecurrentCell<Element>) {
        let packed = PackedMatrix(recurrentMatrix.transposed)
        Threads.shareBatch(batch) { examples in
            for t in 0..<steps {
                let step = self.step(t, offset: examples.lowerBound * hidden, examples: examples.count)
                if let before = unsafe step.before.hidden {
                    unsafe packed.addProduct(of: before, examples.count, to: step.recurrent)
                }
                cell.step(step)
            }
        }
        guard let cells, outputs.count > cells.count else { return }
        unsafe (outputs.pointer + cells.count).update(from: cells.pointer + (cells.count - block), count: block)
    }

    /// Computes, backwards in time, the gradients of the sums of the input and of the previous state, and of the first cell
    /// state, from the gradient of the outputs.
    func runBack(
        _ cell: RecurrentCell<Element>,
        from gradient: Storage<Element>
    ) -> (gates: Storage<Element>, recurrent: Storage<Element>, cell: Storage<Element>?) {
        let dGates = gates === outputs ? gradient : Storage(count: gates.count)
        let dRecurrent = recurrent === gates ? dGates : Storage(count: recurrent.count)
        let dCell = cells.map { _ in Storage<Element>.zeros(block) }
        if let dCell, let cells, gradient.count > cells.count {
            unsafe dCell.pointer.update(from: gradient.pointer + cells.count, count: block)
        }
        let packed = PackedMatrix(recurrentMatrix)
        Threads.shareBatch(batch) { examples in
            let (offset, count) = (examples.lowerBound * hidden, examples.count)
            for t in (0..<steps).reversed() {
                let place = t * batch * width + examples.lowerBound * width
                let now = unsafe RecurrentStepGradient(
                    output: gradient.pointer + (t * block + offset),
                    cell: dCell.map { unsafe $0.pointer + offset },
                    gates: unsafe dGates.pointer + place,
                    recurrent: unsafe dRecurrent.pointer + place
                )
                cell.stepGradient(step(t, offset: offset, examples: count), now)
                guard t > 0 else { break }
                let before = unsafe now.output - block
                if cell.layout == .separate {
                    unsafe Kernels.axpy(1, UnsafePointer(now.output), before, count * hidden, true)
                }
                unsafe packed.addProduct(of: UnsafePointer(now.recurrent), count, to: before)
            }
        }
        return (dGates, dRecurrent, firstCell == nil ? nil : dCell)
    }
}
