/// The gradients at one time step of some examples of a batch.
@safe struct RecurrentStepGradient<Element: Scalar> {
    /// The gradient of the outputs; afterwards, where sums are separate, the part that bypasses them to the previous state.
    let output: UnsafeMutablePointer<Element>
    /// The gradient of the cell state after the step, then of the one before it.
    let cell: UnsafeMutablePointer<Element>?
    /// The gradients of the sums, laid out as in the step.
    let gates: UnsafeMutablePointer<Element>
    let recurrent: UnsafeMutablePointer<Element>
}
