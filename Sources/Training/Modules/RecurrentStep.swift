/// One time step of some examples of a batch.
@safe struct RecurrentStep<Element: Scalar> {
    /// [examples, gates · hidden]: the sums, or those of the input alone.
    let gates: UnsafeMutablePointer<Element>
    /// [examples, gates · hidden]: the sums of the state before where they are apart; otherwise `gates`.
    let recurrent: UnsafeMutablePointer<Element>
    /// The states before the step, [examples, hidden]; nil for zeros.
    let before: UnsafePointer<Element>?
    let cellBefore: UnsafePointer<Element>?
    /// The states after it.
    let output: UnsafeMutablePointer<Element>
    let cell: UnsafeMutablePointer<Element>?
    let examples: Int
    let hidden: Int
}

/// The gradients at one time step of some examples of a batch.
@safe struct RecurrentStepGradient<Element: Scalar> {
    /// That of the outputs; where sums are apart, then what goes past them to the state before.
    let output: UnsafeMutablePointer<Element>
    /// That of the cell state: of the one after the step, then of the one before.
    let cell: UnsafeMutablePointer<Element>?
    /// Those of the sums, where the step has them.
    let gates: UnsafeMutablePointer<Element>
    let recurrent: UnsafeMutablePointer<Element>
}
