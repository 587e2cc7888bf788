import CKernels

/// A sliding window over images [N, C, H, W]: its height and width, its stride, and the rows and columns of padding on each
/// side.
struct Window: Sendable {
    let kernel: (Int, Int)
    let stride: (Int, Int)
    let padding: (Int, Int)

    init(_ name: String, kernel: (Int, Int), stride: (Int, Int), padding: (Int, Int)) {
        require(kernel.0 > 0 && kernel.1 > 0, "\(name): a window of \(kernel.0)×\(kernel.1) sees nothing")
        require(stride.0 > 0 && stride.1 > 0, "\(name): the stride must be 1 or more")
        require(padding.0 >= 0 && padding.1 >= 0, "\(name): the padding must not be negative")
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    }

    /// The window on images of this shape; a shape it does not fit traps.
    func over(_ name: String, _ shape: [Int]) -> ck_window {
        guard shape.count == 4 else { shapeError(name, shape, "images [N, C, H, W] are needed") }
        let height = shape[2] + 2 * padding.0 - kernel.0
        let width = shape[3] + 2 * padding.1 - kernel.1
        guard height >= 0, width >= 0 else {
            shapeError(name, shape, [kernel.0, kernel.1], "the window is larger than the padded image")
        }
        return ck_window(
            channels: Int64(shape[1]),
            height: Int64(shape[2]),
            width: Int64(shape[3]),
            kernel_height: Int64(kernel.0),
            kernel_width: Int64(kernel.1),
            stride_height: Int64(stride.0),
            stride_width: Int64(stride.1),
            padding_height: Int64(padding.0),
            padding_width: Int64(padding.1),
            output_height: Int64(height / stride.0 + 1),
            output_width: Int64(width / stride.1 + 1)
        )
    }
}

extension ck_window {
    /// The shape of the result.
    func shape(images: Int, channels: Int) -> [Int] { [images, channels, Int(output_height), Int(output_width)] }

    /// The number of positions of the window.
    var outputs: Int { Int(output_height * output_width) }
}
