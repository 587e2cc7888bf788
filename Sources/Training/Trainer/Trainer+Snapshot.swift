import Telemetry

extension Trainer {
    /// The run after a step.
    func snapshot(after step: Int) -> Snapshot {
        Snapshot(step: step, model: model.stateDict, state: state, settings: gate.settings.saved)
    }

    /// All that decides how the run continues, except the model and the settings.
    var state: SavedState {
        var state: SavedState = ["updated_at": .integer(lastUpdatedStep)]
        state["average_loss"] = averageLoss.map { .number($0) }
        state[part: "optimizer"] = optimizer.state
        state[part: "schedule"] = schedule.state
        state[part: "batches"] = batches.state
        if let evaluation { state[part: "evaluation"] = evaluation.state }
        for buffer in model.buffers where !buffer.isInStateDict { state["model.\(buffer.name)"] = buffer.read() }
        return state
    }

    /// Restores everything except the settings; the learning rate is restored as part of the optimizer's state.
    ///
    /// - Throws: for a snapshot of another run; then this one may be half changed, and cannot be used.
    func restore(_ snapshot: Snapshot) throws(StateError) {
        let state = snapshot.state
        for parameter in model.parameters {
            _ = try snapshot.model[parameter.name].required(parameter.name, Element.savedKind)
        }
        try model.load(stateDict: snapshot.model)
        for buffer in model.buffers where !buffer.isInStateDict { try buffer.restore(state["model.\(buffer.name)"]) }
        try optimizer.restore(state[part: "optimizer"])
        gate.settings.learningRate = optimizer.learningRate
        try schedule.restore(state[part: "schedule"])
        try batches.restore(state[part: "batches"])
        try evaluation?.restore(state[part: "evaluation"])
        averageLoss = state["average_loss"] == nil ? nil : try state.number("average_loss")
        lastUpdatedStep = try state.integer("updated_at", in: 0...max(0, snapshot.step))
    }
}
