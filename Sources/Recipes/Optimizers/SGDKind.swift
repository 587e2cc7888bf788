import Telemetry
import Training
import YAML

/// Stochastic gradient descent, with or without momentum.
struct SGDKind: OptimizerKind {
    let word = "sgd"
    let synonyms = "gd sgd_momentum nesterov momentum torch.optim.SGD"

    let shared = OptimizerKeys()
    @Key(.momentum) var momentum = 0.0
    @Key("The share of the gradient that momentum leaves out.", in: .finite) var dampening = 0.0
    @Key("Nesterov's momentum; needs momentum and no dampening.") var nesterov = false

    func check(_ report: inout FaultReport) {
        guard nesterov, momentum == 0 || dampening != 0 else { return }
        report.add(
            "optimizer.nesterov needs momentum above 0 and dampening 0 "
                + "(got momentum \(shortest(momentum)), dampening \(shortest(dampening)))",
            at: $nesterov
        )
    }

    func stateCount(withMomentum hasMomentum: Bool) -> Int { momentum > 0 || hasMomentum ? 1 : 0 }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try SGD(
            groups,
            learningRate: shared.lr,
            momentum: momentum,
            dampening: dampening,
            weightDecay: shared.weightDecay,
            nesterov: nesterov
        )
    }
}
