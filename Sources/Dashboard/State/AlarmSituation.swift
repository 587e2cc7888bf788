public import Telemetry

/// What can be done about an alarm now: what the run lets an operator do, and how it stands.
public struct AlarmSituation: Equatable, Sendable {
    /// False for a recording, a run that is over, and a screen that only watches.
    public var canCommand = true
    public var isHeld = false
    /// Steps of the snapshots that the run may be rewound to, oldest first.
    public var snapshots: [Int] = []
    /// How gradients are clipped, in the run's own word; nil where it does not say.
    public var clip: String?
    public var maxNorm: Double?
    /// What the run declares as settings.
    public var canSetClip = true
    public var canSetMaxNorm = true
    public var canSetRate = true
    public var isScaleInvariant = false
    /// True where weights themselves are not finite.
    public var hasSpoiledWeights = false
    /// True where the latest norm is finite, so that a loss of NaN has left the weights as they were.
    public var isNormFinite = true
    /// The rules of all alarms that are not over.
    public var active: [AlarmRule] = []

    public init() {}

    /// The latest snapshot from before a step.
    func snapshot(before step: Int) -> Int? { canCommand ? snapshots.last { $0 < step } : nil }
}

extension RunState {
    /// The state of the run, as far as it decides what helps against an alarm.
    ///
    /// - Parameter canCommand: whether this screen may send commands.
    public func situation(canCommand: Bool) -> AlarmSituation {
        var situation = AlarmSituation()
        let abilities = run?.abilities ?? []
        let canSet = abilities.contains(.set)
        situation.canCommand = canCommand && phase.isLive && !abilities.isEmpty
        situation.isHeld = phase.isHeld
        situation.snapshots = abilities.contains(.rewind) ? snapshots.map(\.step) : []
        situation.clip = word("clip") ?? latest?.clip
        situation.maxNorm = number("max_norm") ?? latest?.maxNorm
        situation.canSetClip = canSet && setting("clip") != nil
        situation.canSetMaxNorm = canSet && setting("max_norm") != nil
        situation.canSetRate = canSet && setting("lr") != nil
        situation.isScaleInvariant = run?.isScaleInvariant ?? false
        situation.hasSpoiledWeights =
            latest?.alarms.contains { [.lossNaN, .lossInfinite].contains($0.kind) && $0.parameter != nil } ?? false
        situation.isNormFinite = latest?.gradNorm?.isFinite ?? false
        situation.active = alarms.active.map(\.rule)
        return situation
    }
}
