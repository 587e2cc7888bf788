/// The input of a recurrent layer, all time steps below each other, and its products with the weights.
///
/// Rows that were looked up in a table with fewer rows, as letters are in an embedding, are multiplied as that table: once
/// for each letter and not once for each place, and so are their gradients. It is the same but for rounding.
struct SequenceInput<Element: Scalar> {
    /// Time steps times batch.
    private let count: Int
    /// For each row its place in the table; nil where the rows themselves are the operand.
    private let places: [Int64]?

    /// The rows of an input [time, batch, width], and the tensor that is to be the operation's operand for it.
    static func of(_ input: Tensor<Element>) -> (operand: Tensor<Element>, rows: SequenceInput) {
        let count = input.shape[0] * input.shape[1]
        guard let origin = input.origin, origin.table.shape[0] < count else {
            return (input, SequenceInput(count: count, places: nil))
        }
        return (origin.table, SequenceInput(count: count, places: origin.places))
    }

    /// sums [count, n] ← x·wᵀ + bias.
    func multiply(
        _ operand: Tensor<Element>,
        by w: Matrix<Element>,
        plusRow bias: Storage<Element>?,
        into sums: UnsafeMutablePointer<Element>
    ) {
        let x = matrix(operand)
        guard let places else { return Kernels.multiply(x, w.transposed, plusRow: bias, into: sums) }
        let products = Storage<Element>(count: x.rows * w.rows)
        Kernels.multiply(x, w.transposed, plusRow: bias, into: products.pointer)
        Kernels.gather(products.read, places, sums, count, w.rows)
    }

    /// Adds the gradients of the operand and of the weights w from those of the sums.
    func addGradients(
        to operand: Tensor<Element>,
        _ weight: Tensor<Element>,
        _ w: Matrix<Element>,
        ofSums sums: Storage<Element>
    ) {
        let x = matrix(operand)
        var d = Matrix(sums, count, w.rows)
        if let places {
            let totals = Storage<Element>.zeros(x.rows * w.rows)
            Kernels.scatter(sums.read, places, totals.pointer, count, w.rows)
            d = Matrix(totals, x.rows, w.rows)
        }
        operand.addGradient { slot, adds in Kernels.multiply(d, w, into: slot, adds: adds) }
        weight.addGradient { slot, adds in Kernels.multiply(d.transposed, x, into: slot, adds: adds) }
    }

    /// What is multiplied: the rows of the input, or of the table.
    private func matrix(_ operand: Tensor<Element>) -> Matrix<Element> {
        let width = operand.shape.last ?? 0
        return Matrix(operand.storage, places == nil ? count : operand.shape[0], width)
    }
}
