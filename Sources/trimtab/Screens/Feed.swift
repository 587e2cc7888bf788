import Dashboard

/// What a screen shows: it brings the dashboard up to the moment, and carries out what its keys ask for.
protocol Feed: AnyObject {
    /// Brings the dashboard up to the moment, or as far towards it as a few milliseconds take it; see `isBusy`.
    ///
    /// - Returns: what is to be done, and whether there is anything new to draw.
    func refresh(_ dashboard: inout Dashboard, now: Double) -> (effects: [Dashboard.Effect], isNew: Bool)
    /// Carries out one effect other than those on the screen: repainting and quitting.
    func perform(_ effect: Dashboard.Effect)
    /// The operator has been signalled to go: ends what is ours in good order.
    func shutDown(by signal: String)
    /// True when the next refresh has work waiting, so that the loop need not sleep.
    var isBusy: Bool { get }
    /// True when nothing is going on that would have to end first.
    var mayLeave: Bool { get }
}
