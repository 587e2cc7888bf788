import Telemetry
import Training
import YAML

/// A fall to 0 along a power of the steps that are left.
struct PolynomialKind: ScheduleKind {
    let word = "polynomial"
    let meaning = "a fall to 0 over the run, along a power of the steps that remain"
    let synonyms = "PolynomialLR poly polynomial_decay"

    @Key(.totalIters, absent: "the steps of the run") var totalIters: Int?
    @Key("The exponent of the fall to 0: (1 − step / total_iters) ^ power.", in: .atLeast(0)) var power = 1.0

    func make(steps: Int) -> any Schedule { PolynomialLR(steps: totalIters ?? steps, power: power) }
}
