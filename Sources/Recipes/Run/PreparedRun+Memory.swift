import Platform
import Telemetry
import Training
package import YAML

/// The size of a run, counted before anything is allocated.
extension PreparedRun {
    private var modelSize: ModelSize { recipe.keys.model.architecture(task).size }

    /// How many numbers training may change.
    var parameterCount: Int { Int(clamping: modelSize.parameters) ?? 0 }

    /// What the run takes.
    var memory: RunMemory {
        RunMemory(
            of: modelSize,
            on: data,
            loss: recipe.keys.loss.loss,
            accumulate: recipe.keys.accumulate,
            stateCount: recipe.stateCount,
            precision: recipe.precision
        )
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
