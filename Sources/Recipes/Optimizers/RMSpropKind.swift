import Telemetry
import Training
import YAML

/// RMSprop, plain or centered.
struct RMSpropKind: OptimizerKind {
    let word = "rmsprop"
    let synonyms = "torch.optim.RMSprop rms"

    let shared = OptimizerKeys(lr: 0.01)
    @Key(.momentum) var momentum = 0.0
    @Key(.eps) var eps = 1e-8
    @Key("Decay of the running mean of squares.", in: .from(0, below: 1)) var alpha = 0.99
    @Key("Subtracts the squared mean of the gradient from its mean square.") var centered = false

    func stateCount(withMomentum hasMomentum: Bool) -> Int {
        1 + (centered ? 1 : 0) + (momentum > 0 || hasMomentum ? 1 : 0)
    }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try RMSprop(
            groups,
            learningRate: shared.lr,
            decay: alpha,
            epsilon: eps,
            weightDecay: shared.weightDecay,
            momentum: momentum,
            centered: centered
        )
    }
}
