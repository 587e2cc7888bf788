/// Iterates over a held-out text once; every token except the first is a target.
///
/// The windows do not overlap, and the last may be short. Where the model carries its state from window to window, the
/// text is one lane; otherwise a batch has several independent windows.
public struct HeldOutText<Element: Scalar>: EvaluationSource {
    public let split: String
    /// Tokens in a window.
    public let length: Int
    private let tokens: Tokens
    private let batchSize: Int
    private let isCarried: Bool
    private var position = 0

    /// - Parameters:
    ///   - tokens: two or more.
    ///   - length: 1 or more.
    ///   - batch: the most windows in a batch, when they are independent.
    ///   - isCarried: whether a window continues where the previous one ended.
    ///   - split: the name of the data.
    public init(_ tokens: Tokens, length: Int, batch: Int = 64, isCarried: Bool = false, split: String = "val") {
        require(tokens.count >= 2, "a text to be measured on has 2 tokens or more, not \(tokens.count)")
        require(length >= 1 && batch >= 1, "a batch holds 1 window or more, of 1 token or more")
        self.tokens = tokens
        self.length = length
        batchSize = isCarried ? 1 : batch
        self.isCarried = isCarried
        self.split = split
    }

    public mutating func restart() { position = 0 }

    public mutating func next(into batch: inout Batch<Element>) -> Bool {
        let left = tokens.count - 1 - position
        guard left > 0 else { return false }
        let (rows, width) = left < length ? (1, left) : (min(left / length, batchSize), length)
        batch.clearForTokens(shape: [rows, width])
        batch.continues = isCarried && position > 0
        for _ in 0..<rows {
            batch.appendWindow(of: tokens, position..<position + width)
            position += width
        }
        return true
    }

    public var state: SavedState { ["position": .integer(position)] }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        position = try state.integer("position", in: 0...tokens.count)
    }
}
