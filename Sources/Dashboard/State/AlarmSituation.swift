public import Telemetry

/// The state of a run and the operator's possibilities, as far as they determine the remedy for an alarm.
public struct AlarmSituation: Equatable, Sendable {
    /// False for a recording, a run that is over, and a read-only screen.
    public var canCommand = true
    public var isHeld = false
    /// Steps of the snapshots that the run may be rewound to, oldest first.
    public var snapshots: [Int] = []
    /// The kind of clipping, as the run names it; nil if it does not say.
    public var clip: String?
    /// The threshold; nil if the run does not report one.
    public var maxNorm: Double?
    /// True if the setting `clip` can be changed.
    public var canSetClip = true
    /// True if the setting `max_norm` can be changed.
    public var canSetMaxNorm = true
    /// True if the setting `lr` can be changed.
    public var canSetRate = true
    public var isScaleInvariant = false
    /// True if weights are not finite.
    public var hasSpoiledWeights = false
    /// True if the latest norm is finite, so that a NaN loss has not changed the weights.
    public var isNormFinite = true
    /// The rules of all active alarms.
    public var active: [AlarmRule] = []

    public init() {}

    /// The step of the latest snapshot before a step; nil if there is none.
    func snapshot(before step: Int) -> Int? { canCommand ? snapshots.last { $0 < step } : nil }
}

extension RunState {
    /// The situation of the run.
    ///
    /// - Parameter canCommand: true if this screen may send commands.
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
