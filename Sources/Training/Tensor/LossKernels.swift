import CKernels

extension Kernels {
    static func squaredError(_ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, _ n: Int) -> Double {
        if isFloat { return ck_squared_error_f32(f(a), f(b), n) } else { return ck_squared_error_f64(d(a), d(b), n) }
    }

    static func squaredErrorGradient(
        _ x: UnsafePointer<Element>,
        _ t: UnsafePointer<Element>,
        _ scale: Element,
        _ dy: Element,
        _ dx: UnsafeMutablePointer<Element>,
        _ n: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_squared_error_gradient_f32(f(x), f(t), f(scale), f(dy), f(dx), n, adds)
        } else {
            ck_squared_error_gradient_f64(d(x), d(t), d(scale), d(dy), d(dx), n, adds)
        }
    }

    static func loss(
        _ op: ck_loss,
        _ x: UnsafePointer<Element>,
        _ t: UnsafePointer<Element>,
        _ positive: UnsafePointer<Element>?,
        _ y: UnsafeMutablePointer<Element>,
        _ p: Element,
        _ n: Int
    ) {
        if Element.self == Float.self {
            ck_loss_f32(op, f(x), f(t), positive.map(f), f(y), f(p), n)
        } else {
            ck_loss_f64(op, d(x), d(t), positive.map(d), d(y), d(p), n)
        }
    }

    static func lossGradient(
        _ op: ck_loss,
        _ x: UnsafePointer<Element>,
        _ t: UnsafePointer<Element>,
        _ positive: UnsafePointer<Element>?,
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ p: Element,
        _ n: Int,
        _ adds: Bool
    ) {
        if Element.self == Float.self {
            ck_loss_gradient_f32(op, f(x), f(t), positive.map(f), f(dy), f(dx), f(p), n, adds)
        } else {
            ck_loss_gradient_f64(op, d(x), d(t), positive.map(d), d(dy), d(dx), d(p), n, adds)
        }
    }

    static func shareEntropy(
        _ logits: UnsafePointer<Element>,
        _ shares: UnsafePointer<Element>,
        _ probabilities: UnsafeMutablePointer<Element>,
        _ losses: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int
    ) {
        if Element.self == Float.self {
            ck_share_entropy_f32(f(logits), f(shares), f(probabilities), f(losses), rows, columns)
        } else {
            ck_share_entropy_f64(d(logits), d(shares), d(probabilities), d(losses), rows, columns)
        }
    }

    static func shareEntropyGradient(
        _ probabilities: UnsafePointer<Element>,
        _ shares: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        if Element.self == Float.self {
            ck_share_entropy_gradient_f32(f(probabilities), f(shares), f(dy), f(dx), rows, columns, adds)
        } else {
            ck_share_entropy_gradient_f64(d(probabilities), d(shares), d(dy), d(dx), rows, columns, adds)
        }
    }
}
