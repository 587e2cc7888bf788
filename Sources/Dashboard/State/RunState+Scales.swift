extension RunState {
    /// The state with series in coarse buckets, to be kept as a key state.
    var coarse: RunState {
        var state = self
        state.series = series.mapped(\.coarse)
        state.rewoundSteps.series = rewoundSteps.series.mapped(\.coarse)
        state.evaluationLoss = evaluationLoss.coarse
        return state
    }

    /// The state with finer series over a range of positions.
    ///
    /// - Parameter detail: the state made from the steps of that range.
    func refined(by detail: RunState, over positions: ClosedRange<Int>) -> RunState {
        var state = self
        state.series = series.merged(with: detail.series) { $0.refined(by: $1, over: positions) }
        state.evaluationLoss = evaluationLoss.refined(by: detail.evaluationLoss, over: positions)
        return state
    }
}
