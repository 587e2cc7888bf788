import Telemetry
import Training

extension PreparedRun {
    /// How many numbers training may change.
    var parameterCount: Int {
        let model: any Model<Float> = recipe.makeModel(task)
        return model.parameterCount
    }

    /// Bytes of parameters, gradients and the optimizer's state.
    var memory: Int { parameterCount * (2 + recipe.stateCount) * recipe.precision.size }

    /// What a recipe asks for, in one line.
    var size: String {
        "\(Figure.plural(parameterCount, "parameter")), \(bytes(memory)) with gradients and optimizer state, "
            + Figure.plural(steps, "step")
    }
}

extension Recipe {
    /// Numbers that the optimizer keeps for each parameter.
    var stateCount: Int {
        var isMomentumCycled = false
        if case .oneCycle(let cycle) = schedule { isMomentumCycled = (cycle.momenta?.upperBound ?? 0) > 0 }
        return switch optimizer {
        case .sgd(let momentum, _, _, _): momentum > 0 || isMomentumCycled ? 1 : 0
        case .adam(_, _, _, _, let amsgrad), .adamW(_, _, _, _, let amsgrad): amsgrad ? 3 : 2
        case .rmsprop(_, _, let momentum, let centered, _):
            1 + (centered ? 1 : 0) + (momentum > 0 || isMomentumCycled ? 1 : 0)
        case .adagrad: 1
        }
    }
}

/// An amount of memory: 76960 → "76.96 kB".
func bytes(_ count: Int) -> String {
    let units = ["kB", "MB", "GB", "TB"]
    guard count >= 1000 else { return Figure.plural(count, "byte") }
    var (amount, unit) = (Double(count) / 1000, 0)
    while amount >= 1000, unit < units.count - 1 { (amount, unit) = (amount / 1000, unit + 1) }
    return "\(Figure.short(amount)) \(units[unit])"
}
