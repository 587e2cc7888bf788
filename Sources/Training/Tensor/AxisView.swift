/// A view of an array as [outer, axis, inner] around one of its axes.
struct AxisView {
    let outer: Int
    let length: Int
    let inner: Int

    init(_ operation: String, _ shape: [Int], axis: Int) {
        let position = AxisView.position(operation, shape, axis)
        outer = shape[..<position].reduce(1, *)
        length = shape[position]
        inner = shape[(position + 1)...].reduce(1, *)
    }

    /// The axis counted from 0; −1 is the last.
    static func position(_ operation: String, _ shape: [Int], _ axis: Int) -> Int {
        let position = axis < 0 ? axis + shape.count : axis
        guard shape.indices.contains(position) else { shapeError(operation, shape, "there is no axis \(axis)") }
        return position
    }
}
