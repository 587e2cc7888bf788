import CKernels

/// The C kernels by element type; `CKernels/kernels.h` says what each does.
///
/// Tensors are generic and their numbers are not: each function here picks the float or the double loop.
enum Kernels<Element: Scalar> {
    static var isFloat: Bool { Element.self == Float.self }

    /// The same number or memory as Float; only where Element is Float.
    static func f(_ value: Element) -> Float { unsafeBitCast(value, to: Float.self) }
    static func f(_ pointer: UnsafePointer<Element>) -> UnsafePointer<Float> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }
    static func f(_ pointer: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }
    /// The same number or memory as Double; only where Element is Double.
    static func d(_ value: Element) -> Double { unsafeBitCast(value, to: Double.self) }
    static func d(_ pointer: UnsafePointer<Element>) -> UnsafePointer<Double> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }
    static func d(_ pointer: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }

    static func fill(_ y: UnsafeMutablePointer<Element>, _ value: Element, _ n: Int) {
        if isFloat { ck_fill_f32(f(y), f(value), n) } else { ck_fill_f64(d(y), d(value), n) }
    }

    static func map(
        _ op: ck_unary,
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ p: Element,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_map_f32(op, f(x + at), f(y + at), f(p), n)
            } else {
                ck_map_f64(op, d(x + at), d(y + at), d(p), n)
            }
        }
    }

    static func mapGradient(
        _ op: ck_unary,
        _ x: UnsafePointer<Element>,
        _ y: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ p: Element,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_map_gradient_f32(op, f(x + at), f(y + at), f(dy + at), f(dx + at), f(p), n, adds)
            } else {
                ck_map_gradient_f64(op, d(x + at), d(y + at), d(dy + at), d(dx + at), d(p), n, adds)
            }
        }
    }

    static func zip(
        _ op: ck_binary,
        _ a: UnsafePointer<Element>,
        _ b: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_zip_f32(op, f(a + at), f(b + at), f(y + at), n)
            } else {
                ck_zip_f64(op, d(a + at), d(b + at), d(y + at), n)
            }
        }
    }

    static func axpy(
        _ alpha: Element,
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_axpy_f32(f(alpha), f(x + at), f(y + at), n, adds)
            } else {
                ck_axpy_f64(d(alpha), d(x + at), d(y + at), n, adds)
            }
        }
    }

    static func multiply(
        _ alpha: Element,
        _ a: UnsafePointer<Element>,
        _ b: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_multiply_f32(f(alpha), f(a + at), f(b + at), f(y + at), n, adds)
            } else {
                ck_multiply_f64(d(alpha), d(a + at), d(b + at), d(y + at), n, adds)
            }
        }
    }

    static func divisorGradient(
        _ y: UnsafePointer<Element>,
        _ b: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ db: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_divisor_gradient_f32(f(y), f(b), f(dy), f(db), n, adds)
        } else {
            ck_divisor_gradient_f64(d(y), d(b), d(dy), d(db), n, adds)
        }
    }

    static func clamp(_ x: UnsafeMutablePointer<Element>, _ low: Element, _ high: Element, _ n: Int) {
        Threads.shareElements(n) { at, n in
            if isFloat {
                ck_clamp_f32(f(x + at), f(low), f(high), n)
            } else {
                ck_clamp_f64(d(x + at), d(low), d(high), n)
            }
        }
    }

    static func sum(_ x: UnsafePointer<Element>, _ n: Int) -> Double {
        if isFloat { return ck_sum_f32(f(x), n) } else { return ck_sum_f64(d(x), n) }
    }

    static func measureOf(_ what: ck_measure, _ x: UnsafePointer<Element>, _ p: Double, _ n: Int) -> Double {
        Threads.shareMeasure(n, joined: { join(what, $0, $1) }) { at, n in
            isFloat ? ck_measure_of_f32(what, f(x + at), p, n) : ck_measure_of_f64(what, d(x + at), p, n)
        }
    }

    /// The measure of two arrays as if they were one, from that of each.
    static func join(_ what: ck_measure, _ left: Double, _ right: Double) -> Double {
        guard what == CK_LARGEST_MAGNITUDE || what == CK_SMALLEST_MAGNITUDE else { return left + right }
        // Swift's max and min may drop a NaN; this may not.
        if left.isNaN || right.isNaN { return .nan }
        return what == CK_LARGEST_MAGNITUDE ? max(left, right) : min(left, right)
    }

    static func sumAxis(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int,
        _ scale: Element,
        _ adds: Bool
    ) {
        if isFloat {
            ck_sum_axis_f32(f(x), f(y), outer, axis, inner, f(scale), adds)
        } else {
            ck_sum_axis_f64(d(x), d(y), outer, axis, inner, d(scale), adds)
        }
    }

    static func spreadAxis(
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int,
        _ scale: Element,
        _ adds: Bool
    ) {
        if isFloat {
            ck_spread_axis_f32(f(dy), f(dx), outer, axis, inner, f(scale), adds)
        } else {
            ck_spread_axis_f64(d(dy), d(dx), outer, axis, inner, d(scale), adds)
        }
    }

    static func maxAxis(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ index: UnsafeMutablePointer<Int64>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int
    ) {
        if isFloat {
            ck_max_axis_f32(f(x), f(y), index, outer, axis, inner)
        } else {
            ck_max_axis_f64(d(x), d(y), index, outer, axis, inner)
        }
    }

    static func softmax(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int,
        _ logarithm: Bool
    ) {
        if isFloat {
            ck_softmax_f32(f(x), f(y), outer, axis, inner, logarithm)
        } else {
            ck_softmax_f64(d(x), d(y), outer, axis, inner, logarithm)
        }
    }

    static func softmaxGradient(
        _ y: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int,
        _ logarithm: Bool,
        _ adds: Bool
    ) {
        if isFloat {
            ck_softmax_gradient_f32(f(y), f(dy), f(dx), outer, axis, inner, logarithm, adds)
        } else {
            ck_softmax_gradient_f64(d(y), d(dy), d(dx), outer, axis, inner, logarithm, adds)
        }
    }

    static func crossEntropy(
        _ logits: UnsafePointer<Element>,
        _ classes: UnsafePointer<Int64>,
        _ ignored: Int64,
        _ probabilities: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int
    ) -> Double {
        if isFloat {
            return ck_cross_entropy_f32(f(logits), classes, ignored, f(probabilities), rows, columns)
        } else {
            return ck_cross_entropy_f64(d(logits), classes, ignored, d(probabilities), rows, columns)
        }
    }

    static func crossEntropyGradient(
        _ probabilities: UnsafePointer<Element>,
        _ classes: UnsafePointer<Int64>,
        _ ignored: Int64,
        _ scale: Element,
        _ dx: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_cross_entropy_gradient_f32(f(probabilities), classes, ignored, f(scale), f(dx), rows, columns, adds)
        } else {
            ck_cross_entropy_gradient_f64(d(probabilities), classes, ignored, d(scale), d(dx), rows, columns, adds)
        }
    }

    static func repeatRow(
        _ row: UnsafePointer<Element>,
        _ second: UnsafePointer<Element>?,
        _ y: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int
    ) {
        if isFloat {
            ck_repeat_row_f32(f(row), second.map(Kernels.f), f(y), rows, columns)
        } else {
            ck_repeat_row_f64(d(row), second.map(Kernels.d), d(y), rows, columns)
        }
    }

    static func scaleBytes(
        _ x: UnsafePointer<UInt8>,
        _ y: UnsafeMutablePointer<Element>,
        _ scale: Element,
        _ n: Int
    ) {
        if isFloat { ck_scale_bytes_f32(x, f(y), f(scale), n) } else { ck_scale_bytes_f64(x, d(y), d(scale), n) }
    }

    static func gather(
        _ table: UnsafePointer<Element>,
        _ rows: UnsafePointer<Int64>,
        _ y: UnsafeMutablePointer<Element>,
        _ count: Int,
        _ columns: Int
    ) {
        if isFloat {
            ck_gather_f32(f(table), rows, f(y), count, columns)
        } else {
            ck_gather_f64(d(table), rows, d(y), count, columns)
        }
    }

    static func scatter(
        _ dy: UnsafePointer<Element>,
        _ rows: UnsafePointer<Int64>,
        _ table: UnsafeMutablePointer<Element>,
        _ count: Int,
        _ columns: Int
    ) {
        if isFloat {
            ck_scatter_f32(f(dy), rows, f(table), count, columns)
        } else {
            ck_scatter_f64(d(dy), rows, d(table), count, columns)
        }
    }

    static func transpose(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_transpose_f32(f(x), f(y), rows, columns, adds)
        } else {
            ck_transpose_f64(d(x), d(y), rows, columns, adds)
        }
    }

    static func expand(_ x: UnsafePointer<Element>, _ y: UnsafeMutablePointer<Element>, _ layout: ck_layout) {
        var layout = layout
        if isFloat { ck_expand_f32(f(x), f(y), &layout) } else { ck_expand_f64(d(x), d(y), &layout) }
    }

    static func collapse(_ y: UnsafePointer<Element>, _ x: UnsafeMutablePointer<Element>, _ layout: ck_layout) {
        var layout = layout
        if isFloat { ck_collapse_f32(f(y), f(x), &layout) } else { ck_collapse_f64(d(y), d(x), &layout) }
    }

    static func copyBlock(
        _ x: UnsafePointer<Element>,
        _ xStride: Int,
        _ y: UnsafeMutablePointer<Element>,
        _ yStride: Int,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_copy_block_f32(f(x), xStride, f(y), yStride, rows, columns, adds)
        } else {
            ck_copy_block_f64(d(x), xStride, d(y), yStride, rows, columns, adds)
        }
    }

    static func sgdStep(
        _ settings: ck_sgd,
        _ parameter: UnsafeMutablePointer<Element>,
        _ gradient: UnsafePointer<Element>,
        _ momentum: UnsafeMutablePointer<Element>?,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            var settings = settings
            if isFloat {
                ck_sgd_step_f32(&settings, f(parameter + at), f(gradient + at), momentum.map { Kernels.f($0 + at) }, n)
            } else {
                ck_sgd_step_f64(&settings, d(parameter + at), d(gradient + at), momentum.map { Kernels.d($0 + at) }, n)
            }
        }
    }

    static func adamStep(
        _ settings: ck_adam,
        _ parameter: UnsafeMutablePointer<Element>,
        _ gradient: UnsafePointer<Element>,
        _ first: UnsafeMutablePointer<Element>,
        _ second: UnsafeMutablePointer<Element>,
        _ largest: UnsafeMutablePointer<Element>?,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            var settings = settings
            if isFloat {
                let (m, v, largest) = (f(first + at), f(second + at), largest.map { Kernels.f($0 + at) })
                ck_adam_step_f32(&settings, f(parameter + at), f(gradient + at), m, v, largest, n)
            } else {
                let (m, v, largest) = (d(first + at), d(second + at), largest.map { Kernels.d($0 + at) })
                ck_adam_step_f64(&settings, d(parameter + at), d(gradient + at), m, v, largest, n)
            }
        }
    }

    static func rmspropStep(
        _ settings: ck_rmsprop,
        _ parameter: UnsafeMutablePointer<Element>,
        _ gradient: UnsafePointer<Element>,
        _ squares: UnsafeMutablePointer<Element>,
        _ mean: UnsafeMutablePointer<Element>?,
        _ momentum: UnsafeMutablePointer<Element>?,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            var settings = settings
            if isFloat {
                let (mean, momentum) = (mean.map { Kernels.f($0 + at) }, momentum.map { Kernels.f($0 + at) })
                ck_rmsprop_step_f32(&settings, f(parameter + at), f(gradient + at), f(squares + at), mean, momentum, n)
            } else {
                let (mean, momentum) = (mean.map { Kernels.d($0 + at) }, momentum.map { Kernels.d($0 + at) })
                ck_rmsprop_step_f64(&settings, d(parameter + at), d(gradient + at), d(squares + at), mean, momentum, n)
            }
        }
    }

    static func adagradStep(
        _ settings: ck_adagrad,
        _ parameter: UnsafeMutablePointer<Element>,
        _ gradient: UnsafePointer<Element>,
        _ sum: UnsafeMutablePointer<Element>,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            var settings = settings
            if isFloat {
                ck_adagrad_step_f32(&settings, f(parameter + at), f(gradient + at), f(sum + at), n)
            } else {
                ck_adagrad_step_f64(&settings, d(parameter + at), d(gradient + at), d(sum + at), n)
            }
        }
    }
}
