import Telemetry

/// A question to be answered before an action.
enum Confirmation: Equatable, Sendable {
    /// Stop the run?
    case stop
    /// Change a setting by a large factor?
    case change(setting: String, from: Double, to: Double)
    /// Quit while a run of this program is training? `mayDetach` is true if it may be left running.
    case quit(session: Int, mayDetach: Bool)

    var text: String {
        switch self {
        case .stop: "Stop training now?"
        case .change(let name, let from, let to):
            "\(name) \(NumberFormat.setting(from)) → \(NumberFormat.setting(to)) \(Self.consequence(name, from, to)): apply?"
        case .quit: "Training is still running."
        }
    }

    var choices: String {
        switch self {
        case .stop: "y stop  Esc cancel"
        case .change: "y apply  Esc cancel"
        case .quit(_, mayDetach: true): "s stop and quit  d leave it running  Esc cancel"
        case .quit: "s stop and quit  Esc cancel"
        }
    }

    /// The largest factor that needs no confirmation.
    private static let farthest = 10.0

    /// The question about a change of a setting; nil if it needs none.
    static func about(_ name: String, from: Double, to: Double) -> Confirmation? {
        guard name != "pace", from != 0, from.isFinite, to != from else { return nil }
        let factor = to / from
        return factor <= farthest && factor >= 1 / farthest ? nil : .change(setting: name, from: from, to: to)
    }

    private static func consequence(_ name: String, _ from: Double, _ to: Double) -> String {
        if to == 0 { return name == "max_norm" ? "zeroes every gradient" : "switches it off" }
        if !to.isFinite { return name == "max_norm" ? "never clips" : "is without bound" }
        let factor = to / from
        return factor >= 1
            ? "is ×\(NumberFormat.compact(factor, digits: 3))" : "is ÷\(NumberFormat.compact(1 / factor, digits: 3))"
    }
}
