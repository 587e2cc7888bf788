import Telemetry
import Training
import YAML

/// An optimizer that recipes can ask for.
protocol OptimizerKind: SectionKind {
    var shared: OptimizerKeys { get }

    /// Whether it has a momentum, or betas, that a schedule may change.
    var hasMomentum: Bool { get }

    /// Numbers that it keeps for each parameter.
    ///
    /// - Parameter hasMomentum: whether a schedule gives it a momentum.
    func stateCount(withMomentum hasMomentum: Bool) -> Int

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element>
}

extension OptimizerKind {
    var hasMomentum: Bool { true }
}
