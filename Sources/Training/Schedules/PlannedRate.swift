/// The rate of a plan that computes each rate from the step's number alone, scaled by an operator's changes.
///
/// PyTorch's schedulers of this kind (`LambdaLR`, `OneCycleLR`, `CosineAnnealingWarmRestarts`) overwrite a changed
/// rate at the next step. Here a change scales the plan from then on: its base, and its minimum with it.
struct PlannedRate: Sendable {
    private var planned = 0.0
    private var given = 0.0
    private var share = 1.0

    /// The first rate of a plan.
    mutating func start(at planned: Double) -> Double {
        (self.planned, given, share) = (planned, planned, 1)
        return planned
    }

    /// The next rate: `planned`, scaled as `current` is relative to the plan.
    mutating func step(to planned: Double, from current: Double) -> Double {
        // A planned rate of 0 has no proportion; an untouched one keeps its share to the bit.
        if current != given, self.planned != 0 { share = current / self.planned }
        self.planned = planned
        given = planned * share
        return given
    }
}

extension PlannedRate: Resumable {
    var state: SavedState { ["rates": .numbers([planned, given, share])] }

    mutating func restore(_ state: SavedState) throws(StateError) {
        let rates = try state.numbers("rates", count: 3)
        (planned, given, share) = (rates[0], rates[1], rates[2])
    }
}
