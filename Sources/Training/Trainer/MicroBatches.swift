/// The batches of one optimizer step. Each passes through the model separately; together they count as one large batch.
///
/// The mean loss over all targets is Σ wᵢ/W·lossᵢ: a batch counts by its weight, such as the number of its targets.
struct MicroBatches<Element: Scalar> {
    private var room: [Batch<Element>] = []
    private var count = 0

    /// Draws the next batches of a source, replacing the previous ones.
    mutating func draw(_ count: Int, from source: inout any BatchSource<Element>) {
        while room.count < count { room.append(Batch()) }
        for index in 0..<count { source.next(into: &room[index]) }
        self.count = count
    }

    /// Examples in all of them.
    var sampleCount: Int { room[..<count].reduce(0) { $0 + $1.exampleCount } }

    /// Tokens in all of them; 0 where the inputs are numbers.
    var tokenCount: Int { room[..<count].reduce(0) { $0 + $1.tokens.count } }

    /// Calls the closure for each batch whose weight is not 0, with its share of all weights and their sum; where all are 0,
    /// for the first batch alone.
    ///
    /// A batch whose targets are all ignored has a loss of NaN and gradients of 0; within a larger batch it would have no
    /// effect.
    func forEach(
        weighing weigh: (Batch<Element>) -> Double,
        _ body: (_ batch: Batch<Element>, _ share: Double, _ total: Double) -> Void
    ) {
        let weights = room[..<count].map(weigh)
        let total = weights.reduce(0, +)
        guard count > 1, total > 0 else { return body(room[0], 1, total) }
        for (batch, weight) in zip(room, weights) where weight > 0 { body(batch, weight / total, total) }
    }
}
