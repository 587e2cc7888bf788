/// How large a model is, counted from its shapes before any of it is made.
///
/// Counts are Doubles, which are exact as far as any machine's memory reaches and do not overflow beyond it.
public struct ModelSize: Equatable, Sendable {
    /// Numbers that training may change.
    public internal(set) var parameters = 0.0
    /// Numbers of an example that its way forward leaves for its way back, its inputs included.
    public internal(set) var activations = 0.0
    /// The most numbers of an example that one operation reads and writes.
    public internal(set) var widest = 0.0
    /// Bytes that only the initialization of the weights needs.
    public internal(set) var startBytes = 0.0

    /// Adds an operation from some numbers of an example to others, with what else it keeps.
    mutating func operation(_ inputs: Double, _ outputs: Double, keeps kept: Double = 0) {
        activations += outputs + kept
        widest = max(widest, inputs + outputs + kept)
    }

    /// Adds a linear layer on each of `places` places of an example.
    mutating func linear(_ inputs: Double, _ outputs: Double, places: Double = 1, bias: Bool = true) {
        parameters += inputs * outputs + (bias ? outputs : 0)
        operation(places * inputs, places * outputs)
    }
}
