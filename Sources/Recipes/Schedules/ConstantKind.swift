import Training
import YAML

/// The same learning rate throughout.
struct ConstantKind: ScheduleKind {
    let word = "constant"
    let meaning = "no change"
    let synonyms = "none off null fixed ConstantLR"

    func make(steps _: Int) -> any Schedule { ConstantSchedule() }
}
