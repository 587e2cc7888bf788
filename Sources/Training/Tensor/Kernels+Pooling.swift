import CKernels

extension Kernels {
    static func maxPool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ places: UnsafeMutablePointer<Int32>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, unpooled, pooled in
            unsafe ck_max_pool(Element.kernelType, images + unpooled, y + pooled, places + pooled, window)
        }
    }

    static func maxPoolGradient(
        _ dy: UnsafePointer<Element>,
        _ places: UnsafePointer<Int32>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window,
        _ adds: Bool
    ) {
        sharePlanes(window) { window, unpooled, pooled in
            unsafe ck_max_pool_gradient(Element.kernelType, dy + pooled, places + pooled, dx + unpooled, window, adds)
        }
    }

    static func averagePool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, unpooled, pooled in
            unsafe ck_average_pool(Element.kernelType, images + unpooled, y + pooled, window)
        }
    }

    static func averagePoolGradient(
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        sharePlanes(window) { window, unpooled, pooled in
            unsafe ck_average_pool_gradient(Element.kernelType, dy + pooled, dx + unpooled, window)
        }
    }

    /// Calls the closure with some of the channels, and where they begin in the images and in what is pooled, on several
    /// threads.
    private static func sharePlanes(
        _ window: ck_window,
        _ body: (_ some: ck_window, _ unpooled: Int, _ pooled: Int) -> Void
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
