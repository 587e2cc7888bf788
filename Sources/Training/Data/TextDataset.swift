/// Windows of a text, each token to be predicted from those before it; the end of the text may be held out.
public struct TextDataset: Dataset {
    /// The tokens to train on.
    public let train: Tokens
    /// The tokens to evaluate on: none, or 2 or more.
    public let heldOut: Tokens
    /// Different tokens.
    public let vocabulary: Int
    /// Tokens in a window.
    public let length: Int
    /// Windows in a training batch.
    public let batch: Int
    /// Whether windows follow one another (`SequentialWindows`), or are drawn from anywhere (`RandomWindows`).
    public let isSequential: Bool

    /// - Parameters:
    ///   - train: more than `length` tokens; under `isSequential` for each of `batch` lanes.
    ///   - heldOut: none, or 2 tokens or more.
    ///   - vocabulary: different tokens.
    ///   - length: tokens in a window, 1 or more.
    ///   - batch: windows in a training batch, 1 or more.
    ///   - isSequential: whether windows follow one another, for a model that carries its state.
    public init(
        train: Tokens,
        heldOut: Tokens,
        vocabulary: Int,
        length: Int,
        batch: Int,
        isSequential: Bool = false
    ) {
        (self.train, self.heldOut, self.vocabulary) = (train, heldOut, vocabulary)
        (self.length, self.batch, self.isSequential) = (length, batch, isSequential)
    }

    public var task: ModelTask {
        let inputs = ModelTask.Inputs.tokens(vocabulary, window: length, lanes: isSequential ? batch : nil)
        return ModelTask(inputs: inputs, outputs: vocabulary)
    }

    /// A text that is read sequentially may be evaluated in longer windows.
    private var evaluationLength: Int { isSequential ? max(length, 512) : length }

    public var evaluationBatch: Int {
        isSequential ? (evaluationLength + length - 1) / length : min(64, heldOut.count / length + 1)
    }

    public func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
        isSequential
            ? SequentialWindows<Element>(train, length: length, batch: batch)
            : RandomWindows<Element>(train, length: length, batch: batch, seed: seed)
    }

    public func makeEvaluation<Element: Scalar>(seed _: UInt64) -> (any EvaluationSource<Element>)? {
        guard !heldOut.isEmpty else { return nil }
        return HeldOutText<Element>(heldOut, length: evaluationLength, isCarried: isSequential)
    }
}
