import Telemetry
import Training
import YAML

/// Adagrad, which has no momentum.
struct AdagradKind: OptimizerKind {
    let word = "adagrad"
    let synonyms = "torch.optim.Adagrad"
    let hasMomentum = false

    let shared = OptimizerKeys(lr: 0.01)
    @Key(.eps) var eps = 1e-10
    @Key("Decay of the learning rate: step s divides it by 1 + (s − 1) × lr_decay.", in: .atLeast(0)) var lrDecay = 0.0
    @Key("What the sums of squares begin with.", in: .atLeast(0)) var initialAccumulatorValue = 0.0

    func stateCount(withMomentum _: Bool) -> Int { 1 }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try Adagrad(
            groups,
            learningRate: shared.lr,
            rateDecay: lrDecay,
            weightDecay: shared.weightDecay,
            initialSum: initialAccumulatorValue,
            epsilon: eps
        )
    }
}
