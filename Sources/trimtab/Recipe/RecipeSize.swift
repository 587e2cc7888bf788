import Dashboard
import Training

extension PreparedRun {
    /// How many numbers training may change, told without making the model.
    var parameterCount: Int {
        func linear(_ inputs: Int, _ outputs: Int) -> Int { (inputs + 1) * outputs }
        func recurrent(hidden: Int, layers: Int, gates: Int) -> Int {
            let first = gates * hidden * (featureCount + hidden + 2)
            return first + (layers - 1) * gates * hidden * (2 * hidden + 2) + linear(hidden, outputCount)
        }
        return switch recipe.model {
        case .mlp(let sizes, _, _):
            zip(sizes, sizes.dropFirst()).reduce(0) { $0 + linear($1.0, $1.1) }
        case .rnn(let hidden, _, _, _, let layers): recurrent(hidden: hidden, layers: layers, gates: 1)
        case .lstm(let hidden, let layers): recurrent(hidden: hidden, layers: layers, gates: 4)
        case .gru(let hidden, let layers): recurrent(hidden: hidden, layers: layers, gates: 3)
        }
    }

    /// Bytes of parameters, gradients and the optimizer's state in Float.
    var memory: Int { parameterCount * (2 + recipe.stateCount) * MemoryLayout<Float>.size }

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
