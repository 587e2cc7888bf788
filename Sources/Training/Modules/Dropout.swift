/// In training, sets each number to 0 with probability p and divides the others by 1 − p (Srivastava et al., 2014); in
/// evaluation returns its input. `torch.nn.Dropout`, with random numbers of its own.
public final class Dropout<Element: Scalar>: Module {
    /// The probability that a number is dropped.
    public let probability: Double
    /// Whether numbers are dropped; true at the start.
    public private(set) var isTraining = true
    private var generator: RandomGenerator

    /// - Parameters:
    ///   - probability: from 0 to 1.
    ///   - generator: draws the dropped numbers; equal generators drop the same ones.
    public init(probability: Double = 0.5, using generator: RandomGenerator) {
        require(probability >= 0 && probability <= 1, "Dropout: probability must be from 0 to 1")
        self.probability = probability
        self.generator = generator
    }

    /// The generator, which is not part of PyTorch's module.
    public var buffers: [NamedBuffer] {
        [
            NamedBuffer(
                "generator",
                isInStateDict: false,
                read: { [self] in generator.array },
                write: { [self] (words, name) throws(StateError) in try generator.restore(words, name) }
            )
        ]
    }

    public func train(_ isTraining: Bool) { self.isTraining = isTraining }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        mask(input.shape).map { input * $0 } ?? input
    }

    /// The factors of numbers of this shape: 0 or 1/(1 − p); nil where nothing is dropped.
    func mask(_ shape: [Int]) -> Tensor<Element>? {
        guard isTraining, probability > 0 else { return nil }
        let scale = probability < 1 ? Element(1 / (1 - probability)) : 0
        return unsafe Tensor(shape: shape) { values in
            for index in values.indices { unsafe values[index] = generator.uniform() < probability ? 0 : scale }
        }
    }
}
