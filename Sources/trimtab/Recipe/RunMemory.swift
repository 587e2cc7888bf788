import Platform
import Telemetry
import Training

/// Bytes that a run takes, counted from shapes before anything is allocated.
struct RunMemory: Equatable {
    /// Weights, their gradients and the optimizer's state.
    var parameters: Double
    /// A step's batches and what they leave on their way forward, or those of an evaluation where they are more.
    var activations: Double
    /// A copy of the weights, to measure an update by.
    var copy: Double
    /// What only the start of the weights needs.
    var start: Double

    /// The most at any one time.
    var peak: Double { max(parameters + activations + copy, parameters + start) }
}

extension PreparedRun {
    /// How large the model is.
    var modelSize: ModelSize { recipe.modelSize(task) }

    /// How many numbers training may change.
    var parameterCount: Int { Int(clamping: modelSize.parameters) ?? 0 }

    /// What the run takes.
    var memory: RunMemory {
        let (size, bytes) = (modelSize, Double(recipe.precision.size))
        var start = 0.0
        if case .recurrent(let choice) = recipe.model, choice.start == "smart_tanh" {
            // The spectral radius is measured on squares of the weights, in Double.
            start = 5 * 8 * Double(choice.hidden) * Double(choice.hidden)
        }
        return RunMemory(
            parameters: size.parameters * Double(2 + recipe.stateCount) * bytes,
            activations: max(stepNumbers(size), evaluationNumbers(size)) * bytes,
            copy: size.parameters * bytes,
            start: start
        )
    }

    /// Numbers of a step: all of its batches, one of them on its way, and the gradients that are on the way back at a time.
    private func stepNumbers(_ size: ModelSize) -> Double {
        let batch = Double(recipe.batch)
        let waiting = batch * Double(recipe.accumulate) * inputs
        // A graph that is replayed keeps the gradient of every part; any other lets them go.
        let isReplayed = recipe.loss == .crossEntropy && recipe.accumulate == 1 && learnsRows
        return waiting + batch * (size.activations * (isReplayed ? 2 : 1) + (isReplayed ? 0 : size.widest))
    }

    private func evaluationNumbers(_ size: ModelSize) -> Double { Double(evaluationRows) * (inputs + size.widest) }

    /// Numbers of an example that a batch holds.
    private var inputs: Double {
        switch task.inputs {
        case .rows(let features, _): Double(features)
        case .sequences(let features): Double(features) * Double(recipe.values.whole("data.length"))
        // Tokens and targets, each of 8 bytes.
        case .tokens(_, let window, _): Double(window) * 4
        }
    }

    private var learnsRows: Bool { if case .rows = task.inputs { true } else { false } }

    /// What a recipe asks for, in one line.
    var size: String {
        "\(Figure.plural(parameterCount, "parameter")), \(Figure.bytes(memory.parameters)) with gradients and optimizer state, "
            + "\(Figure.bytes(memory.activations)) of activations, \(Figure.plural(steps, "step"))"
    }

    /// Refuses a run that this machine has no memory for.
    ///
    /// - Parameter free: bytes; nil where nobody knows.
    func checkMemory(free: Int? = Memory.available) throws(RecipeError) {
        guard let free else { return }
        try checkSnapshots(free: Double(free))
        guard memory.peak > Double(free) else { return }
        throw recipe.values.error(
            at: "model.sizes",
            "model",
            message:
                "the run takes \(Figure.bytes(memory.peak)) of memory, and \(Figure.bytes(Double(free))) are free here "
                + "(\(Figure.plural(parameterCount, "parameter")): \(Figure.bytes(memory.parameters)) with gradients and optimizer "
                + "state, \(Figure.bytes(memory.activations)) of activations; a smaller model or batch takes less)"
        )
    }

    /// Refuses room for snapshots that is not there. That which nobody asked for fills up only where a model is large.
    private func checkSnapshots(free: Double) throws(RecipeError) {
        let room = recipe.values.number("snapshots.memory")
        guard recipe.values.isGiven("snapshots.memory"), memory.peak <= free, memory.peak + room * 1e6 > free else {
            return
        }
        throw recipe.values.error(
            at: "snapshots.memory",
            message: "snapshots.memory \(shortest(room)) asks for \(Figure.bytes(room * 1e6)) besides the run's "
                + "\(Figure.bytes(memory.peak)), and \(Figure.bytes(free)) of memory are free here"
        )
    }
}

extension Recipe {
    /// Numbers that the optimizer keeps for each parameter.
    var stateCount: Int {
        var isMomentumCycled = false
        if case .oneCycle(let cycle) = schedule { isMomentumCycled = (cycle.momenta?.upperBound ?? 0) > 0 }
        return switch optimizer {
        case .sgd(let momentum, _, _, _): momentum > 0 || isMomentumCycled ? 1 : 0
        case .adam(_, _, _, _, _, let amsgrad): amsgrad ? 3 : 2
        case .rmsprop(_, _, let momentum, let centered, _):
            1 + (centered ? 1 : 0) + (momentum > 0 || isMomentumCycled ? 1 : 0)
        case .adagrad: 1
        }
    }
}
