/// How large a model is, counted from its shapes before any of it is made.
///
/// Counts are Doubles, which are exact as far as any machine's memory reaches and do not overflow beyond it.
public struct ModelSize: Equatable, Sendable {
    /// Numbers that training may change.
    public internal(set) var parameters = 0.0
    /// Numbers per example that the forward pass keeps for the backward pass, inputs included.
    public internal(set) var activations = 0.0
    /// The most numbers per example that one operation reads and writes.
    public internal(set) var widest = 0.0
    /// Bytes that only the initialization of the weights needs.
    public internal(set) var initializationBytes = 0.0

    /// Adds an operation by the numbers per example that it reads, writes and keeps besides.
    mutating func addOperation(_ inputs: Double, _ outputs: Double, keeps kept: Double = 0) {
        activations += outputs + kept
        widest = max(widest, inputs + outputs + kept)
    }

    /// Adds a linear layer that is applied at each of `places` positions of an example.
    mutating func addLinear(_ inputs: Double, _ outputs: Double, places: Double = 1, bias: Bool = true) {
        parameters += inputs * outputs + (bias ? outputs : 0)
        addOperation(places * inputs, places * outputs)
    }
}
