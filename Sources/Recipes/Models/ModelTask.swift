/// What the data gives a model, and asks of it.
struct ModelTask: Equatable, Sendable {
    enum Inputs: Equatable, Sendable {
        /// Numbers in a row; channels, height and width where the data says them.
        case rows(Int, image: [Int]? = nil)
        /// Numbers at each place; places in a sequence.
        case sequences(Int, length: Int)
        /// Different tokens; tokens in a window; windows in a batch where each continues the one before it.
        case tokens(Int, window: Int, lanes: Int?)

        /// Places of an example.
        var places: Int {
            switch self {
            case .rows: 1
            case .sequences(_, let length): length
            case .tokens(_, let window, _): window
            }
        }
    }

    var inputs: Inputs
    /// One for each class, or 1 for a number.
    var outputs: Int
}
