/// The adding problem: the sum of two marked numbers among many.
///
/// Every step holds a number from [0, 1) and a mark; the mark is 1 at one step of the first half and one of the
/// second half, else 0. The target is the sum of the two marked numbers. Hochreiter and Schmidhuber (1997), with the
/// marks as in Le, Jaitly and Hinton (2015).
public struct AddingProblem: Sendable {
    /// The numbers at each step: a number and its mark.
    public static let featureCount = 2
    /// The shortest sequence with two steps.
    public static let minimumLength = 2

    /// Steps in a sequence.
    public let length: Int

    /// - Parameter length: 2 or more.
    public init(length: Int) {
        require(length >= Self.minimumLength, "an adding sequence has 2 places or more")
        self.length = length
    }

    /// Draws `count` sequences into `batch`, replacing its content.
    public func draw<Element>(_ count: Int, from generator: inout RandomGenerator, into batch: inout Batch<Element>) {
        let width = Self.featureCount
        batch.clear(to: [length, count, width])
        let half = length / 2
        for example in 0..<count {
            let first = generator.integer(below: half)
            let second = half + generator.integer(below: length - half)
            var sum: Element = 0
            for place in 0..<length {
                let number = Element(generator.uniform())
                let start = (place * count + example) * width
                batch.inputs[start] = number
                if place == first || place == second {
                    batch.inputs[start + 1] = 1
                    sum += number
                }
            }
            batch.values.append(sum)
        }
    }
}
