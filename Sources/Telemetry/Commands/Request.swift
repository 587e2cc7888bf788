/// A request to a run. It takes effect between two steps.
public enum Request: Equatable, Sendable {
    case pause
    case resume
    /// Compute this many steps (1 or more), then pause.
    case advance(Int)
    /// Change a setting.
    case set(name: String, value: SettingValue)
    /// End the run cleanly before its next step.
    case stop
    /// Write a checkpoint now.
    case checkpoint
    /// Rewind to the snapshot made after this step: model, optimizer, schedule, data and generators are restored, settings
    /// keep their current values. The next step is the one after it.
    case rewind(to: Int)

    /// The ability that a run must have declared for this request.
    public var ability: Ability {
        switch self {
        case .pause, .resume: .pause
        case .advance: .advance
        case .set: .set
        case .stop: .stop
        case .checkpoint: .checkpoint
        case .rewind: .rewind
        }
    }
}
