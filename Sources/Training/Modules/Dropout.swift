/// While training, each number is 0 with probability p, and the others are divided by 1 − p (Srivastava et al., 2014);
/// else the input is the output. `torch.nn.Dropout`, with random numbers of its own.
public final class Dropout<Element: Scalar>: Module {
    /// The probability of 0.
    public let probability: Double
    /// Whether numbers are dropped; true at the start.
    public private(set) var isTraining = true
    private var generator: RandomGenerator

    /// - Parameters:
    ///   - probability: from 0 to 1.
    ///   - generator: what decides; the same one drops the same numbers.
    public init(probability: Double = 0.5, using generator: RandomGenerator) {
        require(probability >= 0 && probability <= 1, "Dropout: probability must be from 0 to 1")
        self.probability = probability
        self.generator = generator
    }

    /// The generator, which torch.nn keeps elsewhere.
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

    /// What numbers of this shape are multiplied by: 0 or 1/(1 − p); nil for what leaves them as they are.
    func mask(_ shape: [Int]) -> Tensor<Element>? {
        guard isTraining, probability > 0 else { return nil }
        let scale = probability < 1 ? Element(1 / (1 - probability)) : 0
        return unsafe Tensor(shape: shape) { values in
            for place in values.indices { unsafe values[place] = generator.uniform() < probability ? 0 : scale }
        }
    }
}
