import CKernels

extension Scalar {
    /// What the C kernels call this type.
    static var kernelType: ck_type { self == Float.self ? CK_FLOAT : CK_DOUBLE }
}

/// The C kernels that several places call, and those whose work is shared out to threads; `CKernels/kernels.def` lists
/// them all, and the C files say what each does. A kernel that one place alone calls, it calls itself.
enum Kernels<Element: Scalar> {
    private static var type: ck_type { Element.kernelType }

    static func fill(_ y: UnsafeMutablePointer<Element>, _ value: Element, _ n: Int) {
        unsafe ck_fill(type, y, Double(value), n)
    }

    static func map(
        _ op: ck_unary,
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ p: Element,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in unsafe ck_map(type, op, x + at, y + at, Double(p), n) }
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
            unsafe ck_map_gradient(type, op, x + at, y + at, dy + at, dx + at, Double(p), n, adds)
        }
    }

    static func zip(
        _ op: ck_binary,
        _ a: UnsafePointer<Element>,
        _ b: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in unsafe ck_zip(type, op, a + at, b + at, y + at, n) }
    }

    static func axpy(
        _ alpha: Element,
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in unsafe ck_axpy(type, Double(alpha), x + at, y + at, n, adds) }
    }

    static func multiply(
        _ alpha: Element,
        _ a: UnsafePointer<Element>,
        _ b: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in unsafe ck_multiply(type, Double(alpha), a + at, b + at, y + at, n, adds) }
    }

    static func clamp(_ x: UnsafeMutablePointer<Element>, _ low: Element, _ high: Element, _ n: Int) {
        Threads.shareElements(n) { at, n in unsafe ck_clamp(type, x + at, Double(low), Double(high), n) }
    }

    static func measureOf(_ what: ck_measure, _ x: UnsafePointer<Element>, _ p: Double, _ n: Int) -> Double {
        Threads.shareMeasure(n, joined: { join(what, $0, $1) }) { at, n in
            unsafe ck_measure_of(type, what, x + at, p, n)
        }
    }

    /// The measure of two arrays as if they were one, from that of each.
    static func join(_ what: ck_measure, _ left: Double, _ right: Double) -> Double {
        guard what == CK_LARGEST_MAGNITUDE || what == CK_SMALLEST_MAGNITUDE else { return left + right }
        // Swift's max and min may drop a NaN; this may not.
        if left.isNaN || right.isNaN { return .nan }
        return what == CK_LARGEST_MAGNITUDE ? max(left, right) : min(left, right)
    }

    static func squaredError(_ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int) -> Double {
        unsafe ck_squared_error(type, a, b, n)
    }

    // MARK: - Axes and rows

    static func sumAxis(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ outer: Int,
        _ axis: Int,
        _ inner: Int,
        _ scale: Element,
        _ adds: Bool
    ) {
        unsafe ck_sum_axis(type, x, y, outer, axis, inner, Double(scale), adds)
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
        unsafe ck_spread_axis(type, dy, dx, outer, axis, inner, Double(scale), adds)
    }

    static func repeatRow(
        _ row: UnsafePointer<Element>,
        _ second: UnsafePointer<Element>?,
        _ y: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int
    ) {
        unsafe ck_repeat_row(type, row, second, y, rows, columns)
    }

    static func gather(
        _ table: UnsafePointer<Element>,
        _ rows: UnsafePointer<Int64>,
        _ y: UnsafeMutablePointer<Element>,
        _ count: Int,
        _ columns: Int
    ) {
        unsafe ck_gather(type, table, rows, y, count, columns)
    }

    static func scatter(
        _ dy: UnsafePointer<Element>,
        _ rows: UnsafePointer<Int64>,
        _ table: UnsafeMutablePointer<Element>,
        _ count: Int,
        _ columns: Int
    ) {
        unsafe ck_scatter(type, dy, rows, table, count, columns)
    }

    static func transpose(
        _ x: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        unsafe ck_transpose(type, x, y, rows, columns, adds)
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
        unsafe ck_copy_block(type, x, xStride, y, yStride, rows, columns, adds)
    }

    // MARK: - Optimizers

    static func sgdStep(
        _ settings: ck_sgd,
        _ parameter: UnsafeMutablePointer<Element>,
        _ gradient: UnsafePointer<Element>,
        _ momentum: UnsafeMutablePointer<Element>?,
        _ n: Int
    ) {
        Threads.shareElements(n) { at, n in
            unsafe ck_sgd_step(type, settings, parameter + at, gradient + at, momentum.map { unsafe $0 + at }, n)
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
            let largest = unsafe largest.map { unsafe $0 + at }
            unsafe ck_adam_step(type, settings, parameter + at, gradient + at, first + at, second + at, largest, n)
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
            let (mean, momentum) = unsafe (mean.map { unsafe $0 + at }, unsafe momentum.map { unsafe $0 + at })
            unsafe ck_rmsprop_step(type, settings, parameter + at, gradient + at, squares + at, mean, momentum, n)
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
            unsafe ck_adagrad_step(type, settings, parameter + at, gradient + at, sum + at, n)
        }
    }
}
