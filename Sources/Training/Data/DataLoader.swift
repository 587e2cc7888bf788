/// Iterates over examples in shuffled batches, epoch after epoch. `torch.utils.data.DataLoader`.
public struct DataLoader<Element: Scalar>: BatchSource {
    /// Rows in a batch; the last batch of an epoch may hold fewer unless it is dropped.
    public let batchSize: Int
    /// Whether a short last batch of an epoch is left out.
    public let dropLast: Bool
    /// Whether every epoch has a new order.
    public let shuffles: Bool

    private let rows: any ExampleRows<Element>
    private var generator: RandomGenerator
    private var order: [Int]
    private var position: Int

    /// - Parameters:
    ///   - examples: at least one row; at least `batch` rows under `dropLast`.
    ///   - batch: 1 or more.
    ///   - seed: decides the order of every epoch.
    ///   - shuffles: whether every epoch has a new order; otherwise the order of the rows.
    ///   - dropLast: whether a short last batch of an epoch is left out.
    public init(_ examples: Examples, batch: Int, seed: UInt64, shuffles: Bool = true, dropLast: Bool = false) {
        self.init(PackedRows(examples), batch, seed, shuffles, dropLast)
    }

    /// The same for images, whose pixels are multiplied by `scale`; each is a row [channels · height · width].
    public init(
        _ images: LabeledImages,
        scale: Double,
        batch: Int,
        seed: UInt64,
        shuffles: Bool = true,
        dropLast: Bool = false
    ) {
        self.init(PixelRows(images: images, scale: Element(scale)), batch, seed, shuffles, dropLast)
    }

    private init(_ rows: any ExampleRows<Element>, _ batch: Int, _ seed: UInt64, _ shuffles: Bool, _ dropLast: Bool) {
        require(batch >= 1, "DataLoader: a batch holds 1 row or more, not \(batch)")
        require(rows.count > 0, "DataLoader: there are no rows")
        require(rows.count >= batch || !dropLast, "DataLoader: \(rows.count) rows do not fill one batch of \(batch)")
        self.rows = rows
        batchSize = batch
        self.dropLast = dropLast
        self.shuffles = shuffles
        generator = RandomGenerator(seed: seed).stream("shuffle")
        order = Array(0..<rows.count)
        position = 0
        if shuffles { generator.shuffle(&order) }
    }

    public var batchesPerEpoch: Int? {
        dropLast ? rows.count / batchSize : (rows.count + batchSize - 1) / batchSize
    }

    public mutating func next(into batch: inout Batch<Element>) {
        let left = order.count - position
        if left == 0 || (dropLast && left < batchSize) {
            position = 0
            if shuffles { generator.shuffle(&order) }
        }
        let end = min(position + batchSize, order.count)
        rows.copy(order[position..<end], into: &batch)
        position = end
    }

    public var state: SavedState {
        var state: SavedState = ["order": .integers(order), "position": .integer(position)]
        state[part: "generator"] = generator.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        let order = try state.integers("order", count: rows.count)
        guard order.sorted() == Array(0..<rows.count) else { throw state.error("order", "is not an order of the rows") }
        self.order = order
        position = try state.integer("position", in: 0...rows.count)
        try generator.restore(state[part: "generator"])
    }
}
