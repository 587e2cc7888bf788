import Telemetry
import Training
import YAML

/// A straight line from one share of the learning rate to another.
struct LinearKind: ScheduleKind {
    let word = "linear"
    let meaning = "a straight line over the run"
    let synonyms = "LinearLR"

    @Key(.startFactor()) var startFactor: Double
    @Key("The share of the learning rate that the line ends at.", in: .from(0, through: 1)) var endFactor = 1.0
    @Key(.totalIters, absent: "the steps of the run") var totalIters: Int?

    func make(steps: Int) -> any Schedule {
        LinearLR(startFactor: startFactor, endFactor: endFactor, steps: totalIters ?? steps)
    }
}
