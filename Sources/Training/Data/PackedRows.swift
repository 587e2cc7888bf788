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
        unsafe batch.inputs.withUnsafeMutableBytes { target in
            unsafe features.withUnsafeBytes { source in
                for (row, place) in places.enumerated() {
                    let bytes = unsafe UnsafeRawBufferPointer(
                        rebasing: source[place * rowBytes..<(place + 1) * rowBytes]
                    )
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[row * rowBytes..<(row + 1) * rowBytes])
                        .copyMemory(from: bytes)
                }
            }
        }
        for place in places {
            if values.isEmpty { batch.classes.append(classes[place]) } else { batch.values.append(values[place]) }
        }
    }
}
