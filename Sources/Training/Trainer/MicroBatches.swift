/// The batches of one optimizer step. Each goes through the model by itself; together they count as one large batch.
///
/// The mean loss over all targets is Σ wᵢ/W·lossᵢ: a batch counts by its weight, such as the number of its targets, and not
/// one as much as the other.
struct MicroBatches<Element: Scalar> {
    private var room: [Batch<Element>] = []
    private var count = 0

    /// Takes the next batches of a source, in place of those before.
    mutating func draw(_ count: Int, from source: inout any BatchSource<Element>) {
        while room.count < count { room.append(Batch()) }
        for place in 0..<count { source.next(into: &room[place]) }
        self.count = count
    }

    /// Examples in all of them.
    var sampleCount: Int { room[..<count].reduce(0) { $0 + $1.exampleCount } }

    /// Tokens in all of them; 0 where the inputs are numbers.
    var tokenCount: Int { room[..<count].reduce(0) { $0 + $1.tokens.count } }

    /// Passes on each batch that has a weight with its share of all weights and with their sum; where none has any, the first
    /// batch alone.
    ///
    /// A batch whose targets are all to be ignored has a loss of NaN and gradients of 0; in a larger batch it would not
    /// show.
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
