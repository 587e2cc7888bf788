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

    static func maxPool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ places: UnsafeMutablePointer<Int64>,
        _ window: ck_window
    ) {
        var window = window
        if Element.self == Float.self {
            ck_max_pool_f32(f(images), f(y), places, &window)
        } else {
            ck_max_pool_f64(d(images), d(y), places, &window)
        }
    }

    static func maxPoolGradient(
        _ dy: UnsafePointer<Element>,
        _ places: UnsafePointer<Int64>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        var window = window
        if Element.self == Float.self {
            ck_max_pool_gradient_f32(f(dy), places, f(dx), &window)
        } else {
            ck_max_pool_gradient_f64(d(dy), places, d(dx), &window)
        }
    }

    static func averagePool(
        _ images: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        var window = window
        if Element.self == Float.self {
            ck_average_pool_f32(f(images), f(y), &window)
        } else {
            ck_average_pool_f64(d(images), d(y), &window)
        }
    }

    static func averagePoolGradient(
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ window: ck_window
    ) {
        var window = window
        if Element.self == Float.self {
            ck_average_pool_gradient_f32(f(dy), f(dx), &window)
        } else {
            ck_average_pool_gradient_f64(d(dy), d(dx), &window)
        }
    }
}
