/// Goes over examples in shuffled batches, epoch after epoch (`torch.utils.data.DataLoader`).
public struct DataLoader<Element: Scalar>: BatchSource {
    /// Rows in a batch; the last batch of an epoch may hold fewer unless it is dropped.
    public let batchSize: Int
    /// Leaves out the last batch of an epoch when it would be short.
    public let dropLast: Bool
    public let shuffles: Bool

    private let rows: any ExampleRows<Element>
    private var generator: RandomGenerator
    private var order: [Int]
    private var position: Int

    /// - Parameters:
    ///   - examples: at least one row; at least `batch` rows under `dropLast`.
    ///   - batch: 1 or more.
    ///   - seed: decides the order of every epoch.
    ///   - shuffles: false keeps the order of the rows.
    ///   - dropLast: leave out the last batch of an epoch when it is short.
    public init(_ examples: Examples, batch: Int, seed: UInt64, shuffles: Bool = true, dropLast: Bool = false) {
        self.init(PackedRows(examples), batch, seed, shuffles, dropLast)
    }

    /// The same for images, whose pixels are multiplied by `scale`; each is a row [channels · height · width].
    public init(
        _ images: LabelledImages,
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

/// Goes over held-out rows in file order.
public struct HeldOut<Element: Scalar>: EvaluationSource {
    public let split: String
    private let rows: any ExampleRows<Element>
    private let batchSize: Int
    private var position = 0

    public init(_ examples: Examples, batch: Int = 512, split: String = "test") {
        self.init(PackedRows(examples), batch, split)
    }

    /// The same for images, whose pixels are multiplied by `scale`.
    public init(_ images: LabelledImages, scale: Double, batch: Int = 512, split: String = "test") {
        self.init(PixelRows(images: images, scale: Element(scale)), batch, split)
    }

    private init(_ rows: any ExampleRows<Element>, _ batch: Int, _ split: String) {
        self.rows = rows
        batchSize = batch
        self.split = split
    }

    public mutating func restart() { position = 0 }

    public mutating func next(into batch: inout Batch<Element>) -> Bool {
        guard position < rows.count else { return false }
        let end = min(position + batchSize, rows.count)
        rows.copy(Array(position..<end)[...], into: &batch)
        position = end
        return true
    }

    public var state: SavedState { ["position": .integer(position)] }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        position = try state.integer("position", in: 0...rows.count)
    }
}

/// Examples of which any may be copied into a batch.
protocol ExampleRows<Element>: Sendable {
    associatedtype Element: Scalar

    var count: Int { get }

    /// Puts the rows at these places in place of what `batch` held.
    func copy(_ places: ArraySlice<Int>, into batch: inout Batch<Element>)
}

/// Examples in the training's own precision, ready to be copied.
struct PackedRows<Element: Scalar>: ExampleRows {
    let features: [Element]
    let width: Int
    let classes: [Int]
    let values: [Element]

    init(_ examples: Examples) {
        features = examples.features.map { Element($0) }
        width = examples.featureCount
        switch examples.targets {
        case .classes(let labels, _):
            classes = labels
            values = []
        case .values(let numbers):
            classes = []
            values = numbers.map { Element($0) }
        }
    }

    var count: Int { max(classes.count, values.count) }

    /// Rows are moved as bytes: this runs in every step, and a loop over elements of a generic type is many times
    /// slower than the memory.
    func copy(_ places: ArraySlice<Int>, into batch: inout Batch<Element>) {
        batch.resize(to: [places.count, width])
        let rowBytes = width * MemoryLayout<Element>.stride
        batch.inputs.withUnsafeMutableBytes { target in
            features.withUnsafeBytes { source in
                for (row, place) in places.enumerated() {
                    let bytes = UnsafeRawBufferPointer(rebasing: source[place * rowBytes..<(place + 1) * rowBytes])
                    UnsafeMutableRawBufferPointer(rebasing: target[row * rowBytes..<(row + 1) * rowBytes])
                        .copyMemory(from: bytes)
                }
            }
        }
        for place in places {
            if values.isEmpty { batch.classes.append(classes[place]) } else { batch.values.append(values[place]) }
        }
    }
}
