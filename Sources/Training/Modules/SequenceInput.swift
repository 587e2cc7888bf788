import CKernels
import Glibc

/// The input of a recurrent layer, all time steps stacked, and its products with the weights.
///
/// Rows that were looked up in a smaller table, such as letters in an embedding, are multiplied as that table: once for each
/// letter instead of once for each position, and so are their gradients. The result is the same except for rounding. This
/// applies only while the rows still equal the table's, and depends on whether they carry a graph.
struct SequenceInput<Element: Scalar> {
    /// Time steps times batch.
    private let count: Int
    /// The multiplied matrix: the rows of the input, or a copy of the table's.
    private let x: Matrix<Element>
    /// For each row its index in the table; nil where the rows themselves are multiplied.
    private let places: [Int64]?

    /// The rows of an input [time, batch, width], and the operation's operand for it.
    static func of(_ input: Tensor<Element>) -> (operand: Tensor<Element>, rows: SequenceInput) {
        let count = input.shape[0] * input.shape[1]
        let width = input.shape[2]
        guard let (table, places) = input.origin, table.shape[0] < count,
            // Without a graph, a tensor that requires a gradient is a leaf of its own.
            input.node == nil ? !input.requiresGrad : table.requiresGrad,
            input.rows(of: width, are: places, in: table)
        else {
            return (input, SequenceInput(count: count, x: Matrix(input.storage, count, width), places: nil))
        }
        // The table may change before the backward pass.
        let x = Matrix(table.storage.copy(), table.shape[0], width)
        return (input.node == nil ? input : table, SequenceInput(count: count, x: x, places: places))
    }

    /// Whether a table is multiplied instead of the rows.
    var isOfATable: Bool { places != nil }

    /// sums [count, n] ← x·wᵀ + bias.
    func multiply(
        by w: Matrix<Element>,
        plusRow bias: Storage<Element>?,
        into sums: UnsafeMutablePointer<Element>
    ) {
        guard let places else { return unsafe Kernels.multiply(x, w.transposed, plusRow: bias, into: sums) }
        let products = Storage<Element>(count: x.rows * w.rows)
        unsafe Kernels.multiply(x, w.transposed, plusRow: bias, into: products.pointer)
        unsafe ck_gather(Element.kernelType, products.read, places, sums, count, w.rows)
    }

    /// Adds the gradients of the operand and of the weights w from those of the sums.
    func addGradients(
        to operand: Tensor<Element>,
        _ weight: Tensor<Element>,
        _ w: Matrix<Element>,
        ofSums sums: Storage<Element>
    ) {
        var d = Matrix(sums, count, w.rows)
        if let places {
            let totals = Storage<Element>.zeros(x.rows * w.rows)
            unsafe ck_scatter(Element.kernelType, sums.read, places, totals.pointer, count, w.rows)
            d = Matrix(totals, x.rows, w.rows)
        }
        unsafe operand.addGradient { slot, adds in unsafe Kernels.multiply(d, w, into: slot, adds: adds) }
        unsafe weight.addGradient { slot, adds in unsafe Kernels.multiply(d.transposed, x, into: slot, adds: adds) }
    }
}

extension Tensor {
    /// Whether the rows of this tensor equal, bit by bit, those of a table at these indices.
    fileprivate func rows(of width: Int, are places: [Int64], in table: Tensor) -> Bool {
        let (rows, all) = unsafe (storage.read, table.storage.read)
        let bytes = width * MemoryLayout<Element>.stride
        return places.enumerated().allSatisfy { row, place in
            unsafe memcmp(rows + row * width, all + Int(place) * width, bytes) == 0
        }
    }
}
