/// The forward and backward computation of one kind of recurrent layer at a time step; `unroll` does all the rest.
struct RecurrentCell<Element: Scalar> {
    /// The kind, as torch.nn names it.
    let name: String
    /// The operation's name in the graph.
    let operation: StaticString
    /// Sums of each unit, each with rows of its own in the weights.
    let gates: Int
    let layout: Layout
    /// Computes a step's outputs from its sums, and leaves the values for `stepGradient` in the sums.
    let step: (RecurrentStep<Element>) -> Void
    /// Computes the gradient of a step's sums from that of its outputs.
    let stepGradient: (RecurrentStep<Element>, RecurrentStepGradient<Element>) -> Void

    /// The storage in addition to the outputs.
    enum Layout {
        /// None: the outputs overwrite the sums, and the sums' gradients those of the outputs.
        case outputs
        /// The sums, and a cell state in addition to the hidden state.
        case cellState
        /// The sums of the input and, separately, those of the previous state; part of the gradient bypasses both.
        case separate
    }

    var hasCellState: Bool { layout == .cellState }
}
