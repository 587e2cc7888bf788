/// A measurement of the model on held-out data.
public struct Evaluation: Equatable, Sendable {
    /// The last step whose update the model has had.
    public var step: Int
    /// The name of the data, such as "test"; may be empty.
    public var split: String
    /// The mean loss; nil if it was not measured.
    public var loss: Double?
    /// The accuracy, 0 to 1; nil if it was not measured.
    public var accuracy: Double?

    public init(step: Int, split: String, loss: Double? = nil, accuracy: Double? = nil) {
        (self.step, self.split, self.loss, self.accuracy) = (step, split, loss, accuracy)
    }

    public static func == (left: Evaluation, right: Evaluation) -> Bool {
        left.step == right.step && left.split == right.split && sameNumber(left.loss, right.loss)
            && sameNumber(left.accuracy, right.accuracy)
    }
}
