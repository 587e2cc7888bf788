import CKernels

/// Filters over a batch of images, forwards and backwards: images [N, in, H, W], weight [out, in, height, width], and
/// [N, out, H′, W′].
///
/// With a stride of 1 it is computed as sums of shifted rows; otherwise the windows are copied into columns, and the rest is
/// a matrix product.
struct Convolution<Element: Scalar> {
    typealias Out = Kernels<Element>.Out

    private let window: ck_window
    private let images: Int
    private let outputs: Int
    private var type: ck_type { Element.kernelType }

    init(_ window: ck_window, images: Int, outputs: Int) {
        (self.window, self.images, self.outputs) = (window, images, outputs)
    }

    private var isDense: Bool { window.stride_height == 1 && window.stride_width == 1 }
    private var taps: Int { Int(window.channels * window.kernel_height * window.kernel_width) }
    private var places: Int { window.outputs }
    /// Numbers in an image, and in its result.
    private var imageSize: Int { Int(window.channels * window.height * window.width) }
    private var resultSize: Int { outputs * places }

    func forward(_ x: Storage<Element>, _ weight: Storage<Element>, _ bias: Storage<Element>?, into y: Out) {
        if isDense {
            return unsafe eachGroup { _, first, count, scratch in
                let (x, y) = unsafe (x.read + first * imageSize, y + first * resultSize)
                unsafe ck_convolve(type, x, weight.read, bias?.read, y, window, outputs, count, scratch)
            }
        }
        let columns = Storage<Element>(count: taps * places)
        for image in 0..<images {
            let target = unsafe y + image * resultSize
            if let bias { unsafe ck_spread_axis(Element.kernelType, bias.read, target, outputs, places, 1, 1, false) }
            unsafe ck_unfold(type, x.read + image * imageSize, columns.pointer, window)
            unsafe Kernels.multiply(
                Matrix(weight, outputs, taps),
                Matrix(columns, taps, places),
                into: target,
                adds: bias != nil
            )
        }
    }

    func imageGradient(_ dy: Storage<Element>, _ weight: Storage<Element>, into dx: Out, adds: Bool) {
        if isDense {
            return unsafe eachGroup { _, first, count, scratch in
                let (dx, dy) = unsafe (dx + first * imageSize, dy.read + first * resultSize)
                unsafe ck_convolve_image_gradient(type, dy, weight.read, dx, window, outputs, count, scratch, adds)
            }
        }
        if !adds { unsafe Kernels.fill(dx, 0, images * imageSize) }
        let columns = Storage<Element>(count: taps * places)
        for image in 0..<images {
            let d = Matrix(dy, outputs, places, at: image * resultSize)
            unsafe Kernels.multiply(Matrix(weight, outputs, taps).transposed, d, into: columns.pointer, adds: false)
            unsafe ck_fold(type, columns.read, dx + image * imageSize, window)
        }
    }

    func weightGradient(_ x: Storage<Element>, _ dy: Storage<Element>, into dw: Out, adds: Bool) {
        if isDense {
            let each = Storage<Element>(count: groups * outputs * taps)
            unsafe eachGroup { group, first, count, scratch in
                let (x, dy) = unsafe (x.read + first * imageSize, dy.read + first * resultSize)
                let target = unsafe each.pointer + group * outputs * taps
                unsafe ck_convolve_weight_gradient(type, x, dy, target, window, outputs, count, scratch)
            }
            return unsafe ck_sum_axis(Element.kernelType, each.read, dw, 1, groups, outputs * taps, 1, adds)
        }
        if !adds { unsafe Kernels.fill(dw, 0, outputs * taps) }
        // The columns are recomputed: kept, they would be as many copies of the input as a filter has taps.
        let columns = Storage<Element>(count: taps * places)
        for image in 0..<images {
            unsafe ck_unfold(type, x.read + image * imageSize, columns.pointer, window)
            let d = Matrix(dy, outputs, places, at: image * resultSize)
            unsafe Kernels.multiply(d, Matrix(columns, taps, places).transposed, into: dw, adds: true)
        }
    }

    func addBiasGradient(_ dy: Storage<Element>, to db: Out) {
        for image in 0..<images {
            unsafe ck_sum_axis(Element.kernelType, dy.read + image * resultSize, db, outputs, places, 1, 1, true)
        }
    }

    /// The number of images that a thread processes together; it depends on the number of all images only.
    private var groupSize: Int { min(8, max(1, (images + 3) / 4)) }
    private var groups: Int { (images + groupSize - 1) / groupSize }

    private func eachGroup(
        _ body: (_ group: Int, _ first: Int, _ count: Int, _ scratch: Out) -> Void
    ) {
        let size = ck_convolution_scratch(type, window, outputs, groupSize)
        Threads.share(groups) { group in
            let first = group * groupSize
            let scratch = Storage<Element>(count: size)
            withExtendedLifetime(scratch) { unsafe body(group, first, min(groupSize, images - first), scratch.pointer) }
        }
    }
}
