import CKernels

/// Images in the bytes they came in, ready to be copied.
struct PixelRows<Element: Scalar>: ExampleRows {
    let images: LabeledImages
    /// The factor of each byte.
    let scale: Element

    var count: Int { images.count }

    func copy(_ places: ArraySlice<Int>, into batch: inout Batch<Element>) {
        let width = images.featureCount
        batch.resize(to: [places.count, width])
        unsafe batch.inputs.withUnsafeMutableBufferPointer { target in
            unsafe images.pixels.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for (row, place) in places.enumerated() {
                    let (bytes, numbers) = unsafe (source + place * width, target + row * width)
                    unsafe ck_scale_bytes(Element.kernelType, bytes, numbers, Double(scale), width)
                }
            }
        }
        for place in places { batch.classes.append(images.labels[place]) }
    }
}
