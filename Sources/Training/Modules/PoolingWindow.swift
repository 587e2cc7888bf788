import CKernels

/// A square window over images [N, C, H, W] that a pooling reduces to one number: the common part of `MaxPool2d` and
/// `AvgPool2d`.
struct PoolingWindow: Sendable {
    private let window: Window

    /// - Parameters:
    ///   - name: the module, for errors.
    ///   - size: height and width of the window.
    ///   - stride: from one window to the next; the size when nil.
    ///   - padding: rows and columns on each side, at most half the size.
    init(_ name: String, _ size: Int, stride: Int?, padding: Int) {
        require(2 * padding <= size, "\(name): the padding must be at most half the kernel")
        let step = stride ?? size
        window = Window(name, kernel: (size, size), stride: (step, step), padding: (padding, padding))
    }

    /// The window on images of this shape, the channels of all images in a row, and the shape of the result.
    func over(_ operation: String, _ shape: [Int]) -> (planes: ck_window, result: [Int]) {
        var planes = window.over(operation, shape)
        planes.channels = Int64(shape[0] * shape[1])
        return (planes, planes.shape(images: shape[0], channels: shape[1]))
    }
}

extension ck_window {
    /// Calls the closure for a few channels at a time, on several threads, with where they begin in the images and in the
    /// result.
    func sharePlanes(_ body: (_ some: ck_window, _ unpooled: Int, _ pooled: Int) -> Void) {
        let (plane, planes) = (Int(height * width), Int(channels))
        let together = max(1, (1 << 15) / max(plane, 1))
        Threads.share((planes + together - 1) / together) { part in
            var some = self
            let first = part * together
            some.channels = Int64(min(together, planes - first))
            body(some, first * plane, first * outputs)
        }
    }
}
