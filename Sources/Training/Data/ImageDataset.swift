/// Images of classes, for training and for evaluation.
public struct ImageDataset: Dataset {
    /// The training images.
    public let train: LabeledImages
    /// The images of evaluations, one or more.
    public let test: LabeledImages
    /// The factor of each pixel.
    public let scale: Double
    /// Images in a training batch.
    public let batch: Int
    /// Whether a short last batch of an epoch is left out.
    public let dropLast: Bool

    /// - Parameters:
    ///   - train: the training images, as many as a batch or more.
    ///   - test: the images of evaluations, one or more, of the same size and classes.
    ///   - scale: the factor of each pixel.
    ///   - batch: images in a training batch, 1 or more.
    ///   - dropLast: whether a short last batch of an epoch is left out.
    public init(
        train: LabeledImages,
        test: LabeledImages,
        scale: Double = 1.0 / 255,
        batch: Int,
        dropLast: Bool = false
    ) {
        (self.train, self.test, self.scale, self.batch, self.dropLast) = (train, test, scale, batch, dropLast)
    }

    public var task: ModelTask {
        ModelTask(inputs: .rows(train.featureCount, image: train.size), outputs: train.classCount)
    }

    public var evaluationBatch: Int { min(512, test.count) }

    public func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
        DataLoader<Element>(train, scale: scale, batch: batch, seed: seed, dropLast: dropLast)
    }

    public func makeEvaluation<Element: Scalar>(seed _: UInt64) -> (any EvaluationSource<Element>)? {
        HeldOut<Element>(test, scale: scale, batch: evaluationBatch)
    }
}
