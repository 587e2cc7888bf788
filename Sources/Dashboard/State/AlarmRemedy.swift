import Telemetry

/// The remedy for an active alarm.
struct AlarmRemedy {
    private let alarm: AlarmReport
    private let situation: AlarmSituation

    init(_ alarm: AlarmReport, _ situation: AlarmSituation) { (self.alarm, self.situation) = (alarm, situation) }

    /// At most `AlarmAdvice.actionWidth` characters; nil if there is nothing to do.
    var action: String? {
        switch alarm.rule {
        case .nonFinite: nonFinite
        case .normOverflow: rewind("lower lr; max_norm cannot help") ?? restart("smaller initial weights")
        case .normSpike: normSpike
        case .lossSpike: rewind(gentler) ?? gentlerNow ?? restart(gentler)
        case .clipAlways: clipAlways
        case .clipIdle: nil
        case .layerVanishing: restart("another init or activation")
        case .deadUnits: rewind(gentler) ?? restart(gentler)
        case .evaluationWorse: rewind(gentler) ?? gentlerNow
        case .plateau: plateau
        case .stall: "look at the machine, the data loader, the log"
        case .throughputDrop: "look for other programs, a full disk, throttling"
        case .lrSchedule: situation.canSetRate ? "l sets another lr" : nil
        default: nil
        }
    }

    // MARK: Common remedies

    /// A rewind to before the alarm, followed by a change; nil without a snapshot.
    private func rewind(_ then: String) -> String? {
        situation.snapshot(before: alarm.since).map { "r to step \(NumberFormat.count($0)), then \(then)" }
    }

    private func restart(_ with: String) -> String { "s stops; restart with \(with)" }

    private var isUnclipped: Bool { situation.clip == "none" }
    private var canClip: Bool { isUnclipped && situation.canSetClip }

    /// A change that makes updates smaller.
    private var gentler: String { isUnclipped ? "clip (t) or lower lr" : "lower lr" }

    /// A change that makes updates smaller without a rewind; nil if nothing can be set.
    private var gentlerNow: String? {
        joined(canClip ? "t clips by norm" : nil, situation.canSetRate ? "l lowers lr" : nil)
    }

    private func joined(_ actions: String?...) -> String? {
        let possible = actions.compactMap(\.self)
        return possible.isEmpty ? nil : possible.joined(separator: "; ")
    }

    // MARK: Remedies of single rules

    private var nonFinite: String {
        if situation.hasSpoiledWeights {
            guard let step = situation.snapshot(before: alarm.since) else { return restart(gentler) }
            return "only r helps: to step \(NumberFormat.count(step)), then \(gentler)"
        }
        if situation.isNormFinite {
            return situation.isHeld ? "space resumes; check this batch's labels" : "check this batch's labels"
        }
        if let rewind = rewind(gentler) { return rewind }
        return restart(alarm.since <= 1 ? "smaller initial weights" : gentler)
    }

    private var normSpike: String? {
        guard isUnclipped else {
            guard situation.clip == "norm", let maxNorm = situation.maxNorm, alarm.value <= maxNorm else { return nil }
            return situation.canSetMaxNorm ? "m \(suggestion) would have cut it" : nil
        }
        guard canClip else { return restart("clipping by norm") }
        guard let maxNorm = situation.maxNorm, maxNorm < alarm.value else {
            return situation.canSetMaxNorm ? "m \(suggestion), then t, would cut it" : nil
        }
        return "t: max_norm \(NumberFormat.setting(maxNorm)) would cut it to \(NumberFormat.setting(maxNorm))"
    }

    /// A max_norm above the usual norms and below the spike.
    private var suggestion: String { NumberFormat.compact(2 * (alarm.usual ?? alarm.value / 4), digits: 2) }

    private var clipAlways: String {
        guard situation.canSetMaxNorm, let maxNorm = situation.maxNorm, alarm.value > 0, maxNorm > 0 else {
            return restart("a higher max_norm")
        }
        return "m \(NumberFormat.compact(maxNorm / alarm.value, digits: 2)) would let the usual step pass"
    }

    private var plateau: String? {
        if situation.active.contains(.layerVanishing) { return restart("another init or activation") }
        if situation.active.contains(.deadUnits) { return restart(gentler) }
        if situation.active.contains(.clipAlways) { return situation.canSetMaxNorm ? "m raises max_norm" : nil }
        return joined(canClip ? "t clips by norm" : nil, situation.canSetRate ? "l sets another lr" : nil)
    }
}
