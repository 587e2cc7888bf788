import Training

/// The same learning rate throughout.
struct ConstantKind: ScheduleKind {
    static let word = "constant"
    static let synonyms = "none off null fixed ConstantLR"

    func make(steps _: Int) -> any Schedule { ConstantSchedule() }
}
