/// One schedule after another, such as a warm-up and then a cosine. `torch.optim.lr_scheduler.SequentialLR`.
///
/// Each schedule begins at its milestone, from the base rate. One thing differs from PyTorch: when an operator has
/// changed the rate, PyTorch forgets the change at the next milestone; here the next schedule is scaled as the rate was
/// relative to the plan.
public struct SequentialLR: Schedule {
    private var schedules: [any Schedule]
    private let milestones: [Int]
    private var base = 0.0
    private var active = 0
    private var step = 0
    /// The rate the plan would have without an operator's changes, and the schedule that follows it.
    private var planned = 0.0
    private var planner: any Schedule

    /// - Parameters:
    ///   - schedules: in the order in which they apply.
    ///   - milestones: the steps at which the second schedule begins, the third, …; one fewer than schedules,
    ///     rising, above 0.
    public init(_ schedules: [any Schedule], milestones: [Int]) {
        require(!schedules.isEmpty, "SequentialLR: there are no schedules")
        require(
            milestones.count == schedules.count - 1,
            "SequentialLR: \(schedules.count) schedules need \(schedules.count - 1) milestones, not \(milestones.count)"
        )
        require(
            zip([0] + milestones, milestones).allSatisfy { $0 < $1 },
            "SequentialLR: milestones must rise from above 0: \(milestones)"
        )
        self.schedules = schedules
        self.milestones = milestones
        planner = schedules[0]
    }

    public mutating func start(at base: Double) -> Double {
        (self.base, active, step) = (base, 0, 0)
        let first = schedules[0].start(at: base)
        (planner, planned) = (schedules[0], first)
        return first
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        guard active < milestones.count, step == milestones[active] else {
            planned = planner.step(from: planned)
            return schedules[active].step(from: current)
        }
        // An untouched run has a ratio of exactly 1 and gets PyTorch's rate to the bit.
        let ratio = planned == 0 ? 1 : current / planned
        active += 1
        planned = schedules[active].start(at: base)
        planner = schedules[active]
        return planned * ratio
    }

    /// Forwards to the active schedule: a plateau counts the measurements since it began.
    public mutating func measure(_ value: Double, from current: Double) -> Double {
        planned = planner.measure(value, from: planned)
        return schedules[active].measure(value, from: current)
    }

    /// The active schedule's momentum.
    public var momentum: Double? { schedules[active].momentum }

    /// Whether any of the schedules does.
    public var cyclesMomentum: Bool { schedules.contains(where: \.cyclesMomentum) }

    public var state: SavedState {
        var state: SavedState = [
            "base": .number(base), "active": .integer(active), "epoch": .integer(step), "planned": .number(planned),
        ]
        for (index, schedule) in schedules.enumerated() { state[part: "\(index)"] = schedule.state }
        state[part: "planner"] = planner.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (base, planned) = (try state.number("base"), try state.number("planned"))
        active = try state.integer("active", in: 0...milestones.count)
        step = try state.integer("epoch")
        for index in schedules.indices { try schedules[index].restore(state[part: "\(index)"]) }
        planner = schedules[active]
        try planner.restore(state[part: "planner"])
    }
}
