/// The batches of one optimizer step. Each goes through the model by itself; together they count as one large batch.
///
/// The mean loss over all targets is Σ nᵢ/N·lossᵢ: a batch counts by its targets, and not one as much as the other.
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
    var sampleCount: Int { room[..<count].reduce(0) { $0 + ($1.tokens.isEmpty ? $1.count : $1.shape[0]) } }

    /// Tokens in all of them; 0 where the inputs are numbers.
    var tokenCount: Int { room[..<count].reduce(0) { $0 + $1.tokens.count } }

    /// Targets in all of them that the loss counts.
    var targetCount: Int { room[..<count].reduce(0) { $0 + $1.targetCount } }

    /// Passes on each batch that has targets with its share of all targets; where none has any, the first batch alone.
    ///
    /// A batch whose targets are all to be ignored has a loss of NaN and gradients of 0; in a larger batch it would not
    /// show.
    func forEach(_ body: (_ batch: Batch<Element>, _ share: Double) -> Void) {
        let total = count > 1 ? targetCount : 0
        guard total > 0 else { return body(room[0], 1) }
        for batch in room[..<count] where batch.targetCount > 0 {
            body(batch, Double(batch.targetCount) / Double(total))
        }
    }
}

extension Batch {
    /// Targets that the loss counts.
    fileprivate var targetCount: Int { classes.isEmpty ? values.count : classes.count { $0 != ignoredClass } }
}

/// The class that a loss leaves out unless told otherwise, as in PyTorch.
private let ignoredClass = -100
