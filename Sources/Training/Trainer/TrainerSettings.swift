public import Telemetry

/// The settings that an operator may change between two steps. They are declared in the run's first line, set by
/// commands, and in force from the step that the answer names.
public struct TrainerSettings: DeclaredSettings, Equatable {
    /// The threshold of norm and of value clipping.
    public var maxNorm: Double
    /// The rate of the next step. The optimizer uses it, and the schedule changes it from step to step.
    public var learningRate: Double
    /// The kind of clipping.
    public var clip: Clip
    /// The highest rate in steps per second; 0 for no limit.
    public var pace: Double
    /// The response to a loss or a gradient norm that is not finite.
    public var nonFinite: NonFinitePolicy
    /// The responses to alarms; nil, and then no setting, where no rules watch the run.
    public var alarms: AlarmResponses?

    /// The initial settings of a run.
    init(_ plan: RunPlan, learningRate: Double) {
        (maxNorm, clip, pace, nonFinite) = (plan.maxNorm, plan.clip, plan.pace, plan.nonFinite)
        self.learningRate = learningRate
    }

    /// The declared settings, those of alarms last.
    public var fields: [SettingField<TrainerSettings>] { alarms == nil ? Self.own : Self.own + Self.responses }

    /// The declarations of the settings that a snapshot saves: the rate is saved by the optimizer, the pace belongs to the viewer,
    /// and responses to alarms to the program.
    static let savedDeclarations = own.map(\.declaration).filter { $0.name != "lr" && $0.name != "pace" }

    /// Saved settings in force, by name.
    var saved: [String: SettingValue] {
        let names = Set(Self.savedDeclarations.map(\.name))
        return declared.reduce(into: [:]) { if names.contains($1.name) { $0[$1.name] = $1.value } }
    }

    private static let own: [SettingField<TrainerSettings>] = [
        .number(
            "max_norm",
            \.maxNorm,
            range: .maxNorm,
            help: "Threshold of clipping: the largest total norm, or the largest element."
        ),
        .number("lr", \.learningRate, range: .learningRate, help: "Learning rate of the next step."),
        .word("clip", \.clip, help: "Clip by total norm, clamp each element, or only measure."),
        .number("pace", \.pace, range: .pace, help: "The most steps per second; 0 means no limit."),
        .word("non_finite", \.nonFinite, help: "What to do when loss or gradient norm is NaN or infinite."),
    ]

    private static let responses = AlarmRule.all.map { rule in
        SettingField<TrainerSettings>.word(
            rule.setting,
            \.knownAlarms[rule],
            help: "What is done about it: \(rule.title)."
        )
    }

    private var knownAlarms: AlarmResponses {
        get { alarms ?? AlarmResponses() }
        set { alarms = newValue }
    }
}
