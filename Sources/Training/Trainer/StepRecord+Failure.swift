import Telemetry

extension StepRecord {
    /// The step and its faults, as the reason why a run ended.
    var failure: String {
        let findings = alarms.compactMap { alarm -> String? in
            let parameter = alarm.parameter ?? "a parameter"
            return switch alarm.kind {
            case .lossNaN, .lossInfinite:
                "the loss is \(shortest(loss ?? .nan))"
                    + (alarm.parameter.map { " and \($0) itself is not finite" } ?? "")
            case .normNaN, .normInfinite: "the gradient norm of \(parameter) is \(shortest(gradNorm ?? .nan))"
            case .normOverflow: "the gradient norm overflows at \(parameter), though every gradient is finite"
            case .normZero, .updateZero: nil
            }
        }
        return "step \(step): " + findings.joined(separator: ", ")
    }
}
