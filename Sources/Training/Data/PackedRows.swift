/// Examples in the precision of the training, ready to be copied.
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

    /// Rows are copied as bytes: this runs in every step, and a loop over elements of a generic type is many times slower
    /// than the memory.
    func copy(_ rows: ArraySlice<Int>, into batch: inout Batch<Element>) {
        batch.resize(to: [rows.count, width])
        let rowBytes = width * MemoryLayout<Element>.stride
        unsafe batch.inputs.withUnsafeMutableBytes { target in
            unsafe features.withUnsafeBytes { source in
                for (index, row) in rows.enumerated() {
                    let bytes = unsafe UnsafeRawBufferPointer(
                        rebasing: source[row * rowBytes..<(row + 1) * rowBytes]
                    )
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[index * rowBytes..<(index + 1) * rowBytes])
                        .copyMemory(from: bytes)
                }
            }
        }
        for row in rows {
            if values.isEmpty { batch.classes.append(classes[row]) } else { batch.values.append(values[row]) }
        }
    }
}
