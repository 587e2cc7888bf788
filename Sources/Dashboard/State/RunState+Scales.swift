extension RunState {
    /// The same with series no finer than a picture of the whole run shows: a key state, of which there are many.
    var coarse: RunState {
        var state = self
        state.series = series.mapped(\.coarse)
        state.rewoundSteps.series = rewoundSteps.series.mapped(\.coarse)
        state.evaluationLoss = evaluationLoss.coarse
        return state
    }

    /// The same with series that are finer over some places.
    ///
    /// - Parameter detail: the state read from the steps of those places.
    func refined(by detail: RunState, over places: ClosedRange<Int>) -> RunState {
        var state = self
        state.series = series.merged(with: detail.series) { $0.refined(by: $1, over: places) }
        state.evaluationLoss = evaluationLoss.refined(by: detail.evaluationLoss, over: places)
        return state
    }
}
