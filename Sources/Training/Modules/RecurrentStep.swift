/// One time step of some examples of a batch.
@safe struct RecurrentStep<Element: Scalar> {
    /// The sums [examples, gates · hidden], or those of the input alone.
    let gates: UnsafeMutablePointer<Element>
    /// The sums of the previous state [examples, gates · hidden] where they are separate; otherwise `gates`.
    let recurrent: UnsafeMutablePointer<Element>
    /// The hidden and the cell states before the step, [examples, hidden]; nil for zeros.
    let before: (hidden: UnsafePointer<Element>?, cell: UnsafePointer<Element>?)
    /// The same after it: the hidden states are the outputs.
    let after: (hidden: UnsafeMutablePointer<Element>, cell: UnsafeMutablePointer<Element>?)
    let examples: Int
    let hidden: Int
}
