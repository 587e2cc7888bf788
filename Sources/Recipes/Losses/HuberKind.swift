import Telemetry
import Training

/// Squares of small differences, and a straight line beyond them, as steep as where they meet.
struct HuberKind: LossKind {
    static let word = "huber"
    static let synonyms = "HuberLoss"
    static let targets = TargetType.numbers

    var shared = LossKeys()
    @Key("The difference from which on the loss is a straight line.", in: .above(0)) var delta = 1.0

    var function: StandardLoss.Kind { .huber(delta: delta) }
}
