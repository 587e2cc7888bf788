/// Iterates over held-out rows in file order.
public struct HeldOut<Element: Scalar>: EvaluationSource {
    public let split: String
    private let rows: any ExampleRows<Element>
    private let batchSize: Int
    private var position = 0

    /// Held-out rows, `batch` at a time.
    public init(_ examples: Examples, batch: Int = 512, split: String = "test") {
        self.init(PackedRows(examples), batch, split)
    }

    /// The same for images, whose pixels are multiplied by `scale`.
    public init(_ images: LabeledImages, scale: Double, batch: Int = 512, split: String = "test") {
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
