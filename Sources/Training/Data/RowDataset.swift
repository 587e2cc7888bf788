/// Rows of features, of which some are held out.
public struct RowDataset: Dataset {
    /// The training rows.
    public let train: Examples
    /// The held-out rows; may be empty.
    public let test: Examples
    /// Rows in a training batch.
    public let batch: Int
    /// Whether a short last batch of an epoch is left out.
    public let dropLast: Bool
    public let task: ModelTask

    /// - Parameters:
    ///   - train: the training rows, as many as a batch or more.
    ///   - test: the held-out rows; may be empty.
    ///   - outputs: the outputs that a model needs: one for each class, or 1.
    ///   - batch: rows in a training batch, 1 or more.
    ///   - dropLast: whether a short last batch of an epoch is left out.
    public init(train: Examples, test: Examples, outputs: Int, batch: Int, dropLast: Bool = false) {
        (self.train, self.test, self.batch, self.dropLast) = (train, test, batch, dropLast)
        task = ModelTask(inputs: .rows(train.featureCount), outputs: outputs)
    }

    public var evaluationBatch: Int { min(512, test.count) }

    public func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
        DataLoader<Element>(train, batch: batch, seed: seed, dropLast: dropLast)
    }

    public func makeEvaluation<Element: Scalar>(seed _: UInt64) -> (any EvaluationSource<Element>)? {
        test.count == 0 ? nil : HeldOut<Element>(test, batch: evaluationBatch)
    }
}
