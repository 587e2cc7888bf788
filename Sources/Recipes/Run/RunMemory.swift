import Platform
import Telemetry
import Training
package import YAML

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
    var modelSize: ModelSize { recipe.keys.model.size(task) }

    /// How many numbers training may change.
    var parameterCount: Int { Int(clamping: modelSize.parameters) ?? 0 }

    /// What the run takes.
    var memory: RunMemory {
        let (size, bytes) = (modelSize, Double(recipe.precision.size))
        return RunMemory(
            parameters: size.parameters * Double(2 + recipe.stateCount) * bytes,
            activations: max(stepNumbers(size), Double(data.evaluationRows) * (inputs + size.widest)) * bytes,
            copy: size.parameters * bytes,
            start: recipe.keys.model.startBytes
        )
    }

    /// Numbers of a step: all of its batches, one of them on its way, and the gradients that are on the way back at a time.
    private func stepNumbers(_ size: ModelSize) -> Double {
        let (batch, accumulate) = (Double(recipe.batch), recipe.keys.accumulate)
        let waiting = batch * Double(accumulate) * inputs
        // A graph that is replayed keeps the gradient of every part; any other lets them go.
        let learnsRows = if case .rows = task.inputs { true } else { false }
        let isReplayed = recipe.keys.loss.loss == .crossEntropy && accumulate == 1 && learnsRows
        return waiting + batch * (size.activations * (isReplayed ? 2 : 1) + (isReplayed ? 0 : size.widest))
    }

    /// Numbers of an example that a batch holds.
    private var inputs: Double {
        switch task.inputs {
        case .rows(let features, _): Double(features)
        case .sequences(let features, let length): Double(features) * Double(length)
        // Tokens and targets, each of 8 bytes.
        case .tokens(_, let window, _): Double(window) * 4
        }
    }

    /// What a recipe asks for, in one line.
    package var size: String { "\(parameterWords), \(memoryWords), \(NumberFormat.plural(steps, "step"))" }

    private var parameterWords: String { NumberFormat.plural(parameterCount, "parameter") }

    private var memoryWords: String {
        "\(NumberFormat.bytes(memory.parameters)) with gradients and optimizer state, "
            + "\(NumberFormat.bytes(memory.activations)) of activations"
    }

    /// Refuses a run that this machine has no memory for.
    ///
    /// - Parameter free: bytes; nil where nobody knows.
    package func checkMemory(free: Int? = Memory.available) throws(DocumentError) {
        guard let free = free.map(Double.init) else { return }
        try checkSnapshots(free: free)
        guard memory.peak > free else { return }
        let model = recipe.keys.$model
        throw recipe.error(
            "the run takes \(NumberFormat.bytes(memory.peak)) of memory, and \(NumberFormat.bytes(free)) are free here "
                + "(\(parameterWords): \(memoryWords); a smaller model or batch takes less)",
            at: model
        )
    }

    /// Refuses room for snapshots that is not there. That which nobody asked for fills up only where a model is large.
    private func checkSnapshots(free: Double) throws(DocumentError) {
        let (room, key) = (recipe.keys.snapshots.memory, recipe.keys.snapshots.$memory)
        guard key.place.isGiven, memory.peak <= free, memory.peak + room * 1e6 > free else { return }
        throw recipe.error(
            "snapshots.memory \(shortest(room)) asks for \(NumberFormat.bytes(room * 1e6)) besides the run's "
                + "\(NumberFormat.bytes(memory.peak)), and \(NumberFormat.bytes(free)) of memory are free here",
            at: key
        )
    }
}

extension Recipe {
    /// Numbers that the optimizer keeps for each parameter.
    var stateCount: Int { keys.optimizer.stateCount(withMomentum: keys.schedule.highestMomentum > 0) }
}
