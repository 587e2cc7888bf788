import Telemetry
import Training

/// Squares of small differences, and a straight line beyond them.
struct SmoothL1Kind: LossKind {
    static let word = "smooth_l1"
    static let synonyms = "SmoothL1Loss"
    static let targets = TargetType.numbers

    var shared = LossKeys()
    @Key("The difference from which on the loss is a straight line.", in: .atLeast(0)) var beta = 1.0

    var function: StandardLoss.Kind { .smoothL1(beta: beta) }
}
