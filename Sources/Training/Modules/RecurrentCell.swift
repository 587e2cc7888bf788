/// What one kind of recurrent layer computes at a time step, and back; all else about such layers is written once, in
/// `unroll`.
public struct RecurrentCell<Element: Scalar> {
    /// The kind, as torch.nn names it.
    let name: String
    /// What a gradient's way back calls the operation.
    let operation: StaticString
    /// Sums of each unit, every one with rows of its own in the weights.
    let gates: Int
    let layout: Layout
    /// From the sums of a step to its outputs. The sums become what `stepGradient` needs.
    let step: (RecurrentStep<Element>) -> Void
    /// From the gradient of a step's outputs to that of its sums.
    let stepGradient: (RecurrentStep<Element>, RecurrentStepGradient<Element>) -> Void

    /// What there is in addition to the outputs.
    enum Layout {
        /// Nothing: the sums lie where the outputs come, and their gradients where those of the outputs were.
        case outputs
        /// The sums, and a cell state in addition to the hidden state.
        case cellState
        /// The sums of the input, and apart from them those of the state before; part of the gradient goes past both.
        case apart
    }

    var hasCellState: Bool { layout == .cellState }
}
