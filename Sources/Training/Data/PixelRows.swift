import CKernels

/// Images as bytes, ready to be copied.
struct PixelRows<Element: Scalar>: ExampleRows {
    let images: LabeledImages
    /// The factor of each byte.
    let scale: Element

    var count: Int { images.count }

    func copy(_ rows: ArraySlice<Int>, into batch: inout Batch<Element>) {
        let width = images.featureCount
        batch.resize(to: [rows.count, width])
        unsafe batch.inputs.withUnsafeMutableBufferPointer { target in
            unsafe images.pixels.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for (index, row) in rows.enumerated() {
                    let (bytes, numbers) = unsafe (source + row * width, target + index * width)
                    unsafe ck_scale_bytes(Element.kernelType, bytes, numbers, Double(scale), width)
                }
            }
        }
        for row in rows { batch.classes.append(images.labels[row]) }
    }
}
