/// What data gives a model, and asks of it.
public struct ModelTask: Equatable, Sendable {
    /// The inputs of an example.
    public enum Inputs: Equatable, Sendable {
        /// Numbers in a row; channels, height and width where the data says them.
        case rows(Int, image: [Int]? = nil)
        /// Numbers at each place; places in a sequence.
        case sequences(Int, length: Int)
        /// Different tokens; tokens in a window; windows in a batch where each continues the one before it.
        case tokens(Int, window: Int, lanes: Int?)

        /// Places of an example.
        public var places: Int {
            switch self {
            case .rows: 1
            case .sequences(_, let length): length
            case .tokens(_, let window, _): window
            }
        }

        /// Numbers of an example that a batch holds. A token and its target take 8 bytes each, as much as 4 Floats.
        var count: Double {
            switch self {
            case .rows(let features, _): Double(features)
            case .sequences(let features, let length): Double(features) * Double(length)
            case .tokens(_, let window, _): Double(window) * 4
            }
        }
    }

    /// The inputs of an example.
    public var inputs: Inputs
    /// Outputs for an example, or for each of its tokens: one for each class, or 1 for a number.
    public var outputs: Int

    public init(inputs: Inputs, outputs: Int) { (self.inputs, self.outputs) = (inputs, outputs) }
}
