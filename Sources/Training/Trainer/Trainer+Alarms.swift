import Telemetry

extension Trainer {
    /// The alarms about the loss and about the gradients before clipping.
    func alarms(loss: Double, _ gradients: ClippedGradients) -> [Alarm] {
        if loss.isFinite, gradients.norm.isFinite, gradients.norm != 0 { return [] }
        var alarms: [Alarm] = []
        if !loss.isFinite {
            alarms.append(Alarm(loss.isNaN ? .lossNaN : .lossInfinite, parameter: firstParameterNotFinite))
        }
        switch gradients.fault {
        case .nan(let parameter): alarms.append(Alarm(.normNaN, parameter: parameter))
        case .infinite(let parameter): alarms.append(Alarm(.normInfinite, parameter: parameter))
        case .overflow(let parameter): alarms.append(Alarm(.normOverflow, parameter: parameter))
        case nil: if gradients.norm == 0 { alarms.append(Alarm(.normZero)) }
        }
        return alarms
    }

    /// The name of the first parameter that itself holds NaN or an infinite number; nil while all weights are finite.
    private var firstParameterNotFinite: String? {
        optimizer.parameters.first { !$0.tensor.isFinite }?.name
    }
}
