public import Telemetry

/// The meaning of an alarm and its remedy, a sentence each.
public struct AlarmAdvice: Equatable, Sendable {
    /// Most characters of an action.
    static let actionWidth = 60

    /// The meaning.
    public var meaning: String
    /// The remedy, beginning with the key to press if there is one; nil if there is nothing to do.
    public var action: String?

    public init(_ alarm: AlarmReport, _ situation: AlarmSituation) {
        let remedy = AlarmRemedy(alarm, situation)
        meaning = AlarmMeaning(alarm, situation).sentence
        // An alarm that is over needs no action.
        action = situation.canCommand && !alarm.isOver ? remedy.action : nil
    }
}

/// The meaning of an alarm.
struct AlarmMeaning {
    let alarm: AlarmReport
    let situation: AlarmSituation

    init(_ alarm: AlarmReport, _ situation: AlarmSituation) { (self.alarm, self.situation) = (alarm, situation) }

    var sentence: String {
        let value = alarm.valueText
        let usual = alarm.usualText ?? "what is usual"
        switch alarm.rule {
        case .nonFinite: return nonFinite
        case .normOverflow:
            return "Every gradient is finite, their norm is not: clipping by norm multiplies all of them by 0."
        case .normSpike: return spike
        case .lossSpike: return "The loss leapt to \(value)\(times): a bad batch, or an update that went too far."
        case .clipAlways:
            return "Clipping leaves \(value) of the gradient on average, which acts like a smaller learning rate."
        case .clipIdle: return "No norm was above \(value), and max_norm is \(usual): clipping has changed nothing."
        case .layerVanishing:
            return "\(subject) gets \(value) of the last layer's gradient: it hardly learns."
        case .deadUnits: return "\(value) of \(subject) is 0 for whole batches: no gradient comes back through it."
        case .evaluationWorse: return "\(subject) is \(value), and was \(usual) at best."
        case .plateau: return plateau
        case .stall: return "No step for \(value); one usually takes \(usual)."
        case .throughputDrop: return "Steps come at \(value) instead of \(usual)."
        case .lrSchedule: return "The schedule moved lr from \(usual) to \(value)."
        default: return "The run reports \(alarm.title): \(value)."
        }
    }

    private var subject: String { alarm.subject ?? "the network" }

    /// The ratio to the usual value as text; empty if it is unknown.
    private var times: String {
        guard let usual = alarm.usual, usual > 0, alarm.value.isFinite else { return "" }
        return ", \(NumberFormat.compact(alarm.value / usual, digits: 2)) times what is usual"
    }

    private var nonFinite: String {
        if situation.hasSpoiledWeights { return "The weights themselves are not finite: every further step is lost." }
        if situation.isNormFinite {
            return "The loss is \(alarm.valueText), the gradients are finite: the weights are as they were."
        }
        return "Loss or gradient is \(alarm.valueText)\(alarm.subject.map { ", first in \($0)" } ?? "")."
    }

    private var spike: String {
        let size = "A norm of \(alarm.valueText)\(times)"
        switch situation.clip {
        case "none": return "\(size), and clipping is off: the update was as large."
        case "norm":
            guard let maxNorm = situation.maxNorm else { return "\(size)." }
            return alarm.value > maxNorm
                ? "\(size): clipping scaled it to \(NumberFormat.setting(maxNorm))."
                : "\(size), and max_norm \(NumberFormat.setting(maxNorm)) let it pass."
        default: return "\(size)."
        }
    }

    private var plateau: String {
        let steps = NumberFormat.count(max(alarm.count, alarm.step - alarm.since))
        let level = "The loss has stayed near \(alarm.valueText) for \(steps) steps"
        if situation.active.contains(.layerVanishing) { return "\(level): no gradient reaches the first layers." }
        if situation.active.contains(.deadUnits) { return "\(level): most units are dead." }
        return "\(level)."
    }
}
