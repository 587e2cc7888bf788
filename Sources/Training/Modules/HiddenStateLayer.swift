/// Recurrent layers whose only state is the hidden one: the base of `RNN` and `GRU`.
public class HiddenStateLayer<Element: Scalar>: RecurrentLayer<Element> {
    /// The last layer's outputs [T, B, hidden], and the last hidden state of every layer [layers, B, hidden].
    ///
    /// - Parameters:
    ///   - input: [T, B, inputs].
    ///   - hidden: the states before the first step, [layers, B, hidden]; zeros when nil.
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        let (outputs, states) = self(input, states: hidden.map { [$0] } ?? [])
        return (outputs, states[0])
    }
}
