import CKernels

/// The C kernels whose work several threads share. `CKernels/kernels.def` lists all kernels, and the C files document them;
/// the others are called directly.
enum Kernels<Element: Scalar> {
    /// An array that a kernel reads.
    typealias In = UnsafePointer<Element>
    /// An array that a kernel writes.
    typealias Out = UnsafeMutablePointer<Element>

    private static var type: ck_type { Element.kernelType }

    static func fill(_ y: Out, _ value: Element, _ n: Int) {
        unsafe ck_fill(type, y, Double(value), n)
    }

    static func map(_ op: ck_unary, _ x: In, _ y: Out, _ p: Element, _ n: Int) {
        Threads.shareElements(n) { at, n in unsafe ck_map(type, op, x + at, y + at, Double(p), n) }
    }

    static func mapGradient(
        _ op: ck_unary,
        _ x: In,
        _ y: In,
        _ dy: In,
        _ dx: Out,
        _ p: Element,
        _ n: Int,
        _ adds: Bool
    ) {
        Threads.shareElements(n) { at, n in
            unsafe ck_map_gradient(type, op, x + at, y + at, dy + at, dx + at, Double(p), n, adds)
        }
    }

    static func zip(_ op: ck_binary, _ a: In, _ b: In, _ y: Out, _ n: Int) {
        Threads.shareElements(n) { at, n in unsafe ck_zip(type, op, a + at, b + at, y + at, n) }
    }

    static func axpy(_ alpha: Element, _ x: In, _ y: Out, _ n: Int, _ adds: Bool) {
        Threads.shareElements(n) { at, n in unsafe ck_axpy(type, Double(alpha), x + at, y + at, n, adds) }
    }

    static func multiply(_ alpha: Element, _ a: In, _ b: In, _ y: Out, _ n: Int, _ adds: Bool) {
        Threads.shareElements(n) { at, n in unsafe ck_multiply(type, Double(alpha), a + at, b + at, y + at, n, adds) }
    }

    static func measureOf(_ what: ck_measure, _ x: In, _ p: Double, _ n: Int) -> Double {
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
}
