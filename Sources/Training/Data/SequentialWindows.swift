/// Consecutive windows of a text, so that a recurrent model can continue where it was: the text is divided into as many
/// lanes as a batch has rows, and a batch holds the next window of each. With one row it reads like min-char-rnn.
///
/// A pass ends when less than a window remains; the next one begins at the start.
public struct SequentialWindows<Element: Scalar>: BatchSource {
    /// Tokens in a window.
    public let length: Int
    /// Windows in a batch: the lanes.
    public let batchSize: Int
    private let tokens: Tokens
    private var position = 0

    /// - Parameters:
    ///   - tokens: more than `length` for each lane.
    ///   - length: 1 or more.
    ///   - batch: 1 or more.
    public init(_ tokens: Tokens, length: Int, batch: Int) {
        require(length >= 1 && batch >= 1, "a batch holds 1 window or more, of 1 token or more")
        require(
            tokens.count / batch > length,
            "\(tokens.count) tokens in \(batch) lanes hold no window of \(length) and the one after it"
        )
        self.tokens = tokens
        self.length = length
        batchSize = batch
    }

    public var batchesPerEpoch: Int? { (tokens.count / batchSize - 1) / length }

    public mutating func next(into batch: inout Batch<Element>) {
        let lane = tokens.count / batchSize
        if position + length >= lane { position = 0 }
        batch.clearForTokens(shape: [batchSize, length])
        batch.continues = position > 0
        for row in 0..<batchSize {
            let start = row * lane + position
            batch.appendWindow(of: tokens, start..<start + length)
        }
        position += length
    }

    public var state: SavedState { ["position": .integer(position)] }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        position = try state.integer("position", in: 0...tokens.count / batchSize)
    }
}
