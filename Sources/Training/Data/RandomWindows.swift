/// Windows at random positions of a text, each with the tokens that follow: nanoGPT's `get_batch`.
public struct RandomWindows<Element: Scalar>: BatchSource {
    /// Tokens in a window.
    public let length: Int
    /// Windows in a batch.
    public let batchSize: Int
    private let tokens: Tokens
    private var generator: RandomGenerator

    /// - Parameters:
    ///   - tokens: more than `length`.
    ///   - length: 1 or more.
    ///   - batch: 1 or more; windows may overlap or be the same.
    ///   - seed: seeds the drawing.
    public init(_ tokens: Tokens, length: Int, batch: Int, seed: UInt64) {
        require(length >= 1 && batch >= 1, "a batch holds 1 window or more, of 1 token or more")
        require(tokens.count > length, "\(tokens.count) tokens hold no window of \(length) and the one after it")
        self.tokens = tokens
        self.length = length
        batchSize = batch
        generator = RandomGenerator(seed: seed).stream("training")
    }

    public var batchesPerEpoch: Int? { nil }

    public mutating func next(into batch: inout Batch<Element>) {
        batch.clearForTokens(shape: [batchSize, length])
        for _ in 0..<batchSize {
            let start = generator.integer(below: tokens.count - length)
            batch.appendWindow(of: tokens, start..<start + length)
        }
    }

    public var state: SavedState { generator.state }

    public mutating func restore(_ state: SavedState) throws(StateError) { try generator.restore(state) }
}
