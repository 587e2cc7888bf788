/// Stretches of a text from anywhere in it, each with the tokens that follow: nanoGPT's `get_batch`.
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
    ///   - seed: decides what is drawn.
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

/// Stretches of a text one after the other, so that a recurrent model can continue where it was: the text is cut into as
/// many lanes as a batch has rows, and a batch holds the next window of each. One row is min-char-rnn's reading.
///
/// A pass ends where no whole window is left; the next one begins at the start.
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

/// Goes over a held-out text once, every token but the first being a target.
///
/// The windows do not overlap, and the last may be short. Where the model carries its state from window to window the
/// text is one lane; else there are several windows in a batch, each read on its own.
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
    ///   - batch: the most windows in a batch, when each is read on its own.
    ///   - isCarried: whether a window continues where the one before it ended.
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

extension Batch {
    /// Forgets what it held, for tokens of this shape.
    fileprivate mutating func clearForTokens(shape: [Int]) {
        resize(to: [0])
        self.shape = shape
    }

    /// Adds the tokens of a window, and as targets those that follow them.
    fileprivate mutating func appendWindow(of text: Tokens, _ window: Range<Int>) {
        text.append(window, to: &tokens)
        text.append(window.lowerBound + 1..<window.upperBound + 1, to: &classes)
    }
}
