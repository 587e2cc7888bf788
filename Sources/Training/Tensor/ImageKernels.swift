import CKernels

extension Kernels {
    static func unfold(_ image: UnsafePointer<Element>, _ columns: UnsafeMutablePointer<Element>, _ window: ck_window) {
        var window = window
        if Element.self == Float.self {
            ck_unfold_f32(f(image), f(columns), &window)
        } else {
            ck_unfold_f64(d(image), d(columns), &window)
        }
    }

    static func fold(_ columns: UnsafePointer<Element>, _ image: UnsafeMutablePointer<Element>, _ window: ck_window) {
        var window = window
        if Element.self == Float.self {
            ck_fold_f32(f(columns), f(image), &window)
        } else {
            ck_fold_f64(d(columns), d(image), &window)
        }
    }

    static func convolutionScratch(_ window: ck_window, _ outputs: Int, _ count: Int) -> Int {
        var window = window
        return Element.self == Float.self
            ? ck_convolution_scratch_f32(&window, outputs, count) : ck_convolution_scratch_f64(&window, outputs, count)
    }

    static func convolve(
        _ images: UnsafePointer<Element>,
        _ weight: UnsafePointer<Element>,
        _ bias: UnsafePointer<Element>?,
        _ y: UnsafeMutablePointer<Element>,
        _ window: ck_window,
        _ outputs: Int,
        _ count: Int,
        _ scratch: UnsafeMutablePointer<Element>
    ) {
        var window = window
        if Element.self == Float.self {
            ck_convolve_f32(f(images), f(weight), bias.map(Kernels.f), f(y), &window, outputs, count, f(scratch))
        } else {
            ck_convolve_f64(d(images), d(weight), bias.map(Kernels.d), d(y), &window, outputs, count, d(scratch))
        }
    }

    static func convolveImageGradient(
        _ dy: UnsafePointer<Element>,
        _ weight: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window,
        _ outputs: Int,
        _ count: Int,
        _ scratch: UnsafeMutablePointer<Element>,
        _ adds: Bool
    ) {
        var window = window
        if Element.self == Float.self {
            ck_convolve_image_gradient_f32(f(dy), f(weight), f(dx), &window, outputs, count, f(scratch), adds)
        } else {
            ck_convolve_image_gradient_f64(d(dy), d(weight), d(dx), &window, outputs, count, d(scratch), adds)
        }
    }

    static func convolveWeightGradient(
        _ images: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dw: UnsafeMutablePointer<Element>,
        _ window: ck_window,
        _ outputs: Int,
        _ count: Int,
        _ scratch: UnsafeMutablePointer<Element>
    ) {
        var window = window
        if Element.self == Float.self {
            ck_convolve_weight_gradient_f32(f(images), f(dy), f(dw), &window, outputs, count, f(scratch))
        } else {
            ck_convolve_weight_gradient_f64(d(images), d(dy), d(dw), &window, outputs, count, d(scratch))
        }
    }

    static func maxPool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ places: UnsafeMutablePointer<Int32>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, whole, pooled in
            var window = window
            if Element.self == Float.self {
                ck_max_pool_f32(f(images + whole), f(y + pooled), places + pooled, &window)
            } else {
                ck_max_pool_f64(d(images + whole), d(y + pooled), places + pooled, &window)
            }
        }
    }

    static func maxPoolGradient(
        _ dy: UnsafePointer<Element>,
        _ places: UnsafePointer<Int32>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window,
        _ adds: Bool
    ) {
        sharePlanes(window) { window, whole, pooled in
            var window = window
            if Element.self == Float.self {
                ck_max_pool_gradient_f32(f(dy + pooled), places + pooled, f(dx + whole), &window, adds)
            } else {
                ck_max_pool_gradient_f64(d(dy + pooled), places + pooled, d(dx + whole), &window, adds)
            }
        }
    }

    static func averagePool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, whole, pooled in
            var window = window
            if Element.self == Float.self {
                ck_average_pool_f32(f(images + whole), f(y + pooled), &window)
            } else {
                ck_average_pool_f64(d(images + whole), d(y + pooled), &window)
            }
        }
    }

    static func averagePoolGradient(
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, whole, pooled in
            var window = window
            if Element.self == Float.self {
                ck_average_pool_gradient_f32(f(dy + pooled), f(dx + whole), &window)
            } else {
                ck_average_pool_gradient_f64(d(dy + pooled), d(dx + whole), &window)
            }
        }
    }

    /// Calls the closure with some of the channels, and where they begin in the images and in what is pooled, on several
    /// threads.
    private static func sharePlanes(
        _ window: ck_window,
        _ body: (_ some: ck_window, _ whole: Int, _ pooled: Int) -> Void
    ) {
        let plane = Int(window.height * window.width)
        let planes = Int(window.channels)
        let together = max(1, (1 << 15) / max(plane, 1))
        Threads.share((planes + together - 1) / together) { part in
            var some = window
            let first = part * together
            some.channels = Int64(min(together, planes - first))
            body(some, first * plane, first * window.outputs)
        }
    }
}
