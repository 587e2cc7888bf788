import Telemetry
import Training
import YAML

/// A drop at each of several steps.
struct MultistepKind: ScheduleKind {
    let word = "multistep"
    let meaning = "a drop at each of several steps"
    let synonyms = "MultiStepLR piecewise milestones"

    @Key("The steps after which the learning rate drops; one listed twice counts twice.", in: .atLeast(1))
    var milestones: [Int]
    @Key(.gamma) var gamma = 0.1

    func check(_ report: inout FaultReport) {
        if milestones.isEmpty {
            report.add("schedule.milestones must name 1 step or more (got 0)", at: $milestones)
        }
    }

    func make(steps _: Int) -> any Schedule { MultiStepLR(milestones: milestones, gamma: gamma) }
}
