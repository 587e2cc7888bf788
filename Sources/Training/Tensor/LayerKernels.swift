import CKernels

extension Kernels {
    static func layerNorm(
        _ x: UnsafePointer<Element>,
        _ weight: UnsafePointer<Element>,
        _ bias: UnsafePointer<Element>?,
        _ standard: UnsafeMutablePointer<Element>,
        _ scales: UnsafeMutablePointer<Element>,
        _ y: UnsafeMutablePointer<Element>,
        _ epsilon: Double,
        _ rows: Int,
        _ columns: Int
    ) {
        if isFloat {
            ck_layer_norm_f32(f(x), f(weight), bias.map(f), f(standard), f(scales), f(y), epsilon, rows, columns)
        } else {
            ck_layer_norm_f64(d(x), d(weight), bias.map(d), d(standard), d(scales), d(y), epsilon, rows, columns)
        }
    }

    static func layerNormGradient(
        _ standard: UnsafePointer<Element>,
        _ scales: UnsafePointer<Element>,
        _ weight: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dx: UnsafeMutablePointer<Element>,
        _ rows: Int,
        _ columns: Int,
        _ adds: Bool
    ) {
        if isFloat {
            ck_layer_norm_gradient_f32(f(standard), f(scales), f(weight), f(dy), f(dx), rows, columns, adds)
        } else {
            ck_layer_norm_gradient_f64(d(standard), d(scales), d(weight), d(dy), d(dx), rows, columns, adds)
        }
    }

    static func layerNormWeightGradient(
        _ standard: UnsafePointer<Element>,
        _ dy: UnsafePointer<Element>,
        _ dWeight: UnsafeMutablePointer<Element>,
        _ dBias: UnsafeMutablePointer<Element>?,
        _ rows: Int,
        _ columns: Int
    ) {
        if isFloat {
            ck_layer_norm_weight_gradient_f32(f(standard), f(dy), f(dWeight), dBias.map(f), rows, columns)
        } else {
            ck_layer_norm_weight_gradient_f64(d(standard), d(dy), d(dWeight), dBias.map(d), rows, columns)
        }
    }

    static func lstmStep(
        _ gates: UnsafeMutablePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ c: UnsafeMutablePointer<Element>,
        _ h: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        if Element.self == Float.self {
            ck_lstm_step_f32(f(gates), before.map(f), f(c), f(h), batch, hidden)
        } else {
            ck_lstm_step_f64(d(gates), before.map(d), d(c), d(h), batch, hidden)
        }
    }

    static func lstmStepGradient(
        _ gates: UnsafePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ c: UnsafePointer<Element>,
        _ dh: UnsafePointer<Element>,
        _ dc: UnsafeMutablePointer<Element>,
        _ dsums: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        if Element.self == Float.self {
            ck_lstm_step_gradient_f32(f(gates), before.map(f), f(c), f(dh), f(dc), f(dsums), batch, hidden)
        } else {
            ck_lstm_step_gradient_f64(d(gates), before.map(d), d(c), d(dh), d(dc), d(dsums), batch, hidden)
        }
    }

    static func gruStep(
        _ gates: UnsafeMutablePointer<Element>,
        _ recurrent: UnsafePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ h: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        if Element.self == Float.self {
            ck_gru_step_f32(f(gates), f(recurrent), before.map(f), f(h), batch, hidden)
        } else {
            ck_gru_step_f64(d(gates), d(recurrent), before.map(d), d(h), batch, hidden)
        }
    }

    static func gruStepGradient(
        _ gates: UnsafePointer<Element>,
        _ recurrent: UnsafePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ dh: UnsafeMutablePointer<Element>,
        _ dsums: UnsafeMutablePointer<Element>,
        _ drecurrent: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        if Element.self == Float.self {
            let before = before.map(f)
            ck_gru_step_gradient_f32(f(gates), f(recurrent), before, f(dh), f(dsums), f(drecurrent), batch, hidden)
        } else {
            let before = before.map(d)
            ck_gru_step_gradient_f64(d(gates), d(recurrent), before, d(dh), d(dsums), d(drecurrent), batch, hidden)
        }
    }

    static func causalSoftmax(_ scores: UnsafeMutablePointer<Element>, _ scale: Element, _ rows: Int) {
        if Element.self == Float.self {
            ck_causal_softmax_f32(f(scores), f(scale), rows)
        } else {
            ck_causal_softmax_f64(d(scores), d(scale), rows)
        }
    }

    static func causalSoftmaxGradient(
        _ shares: UnsafePointer<Element>,
        _ gradient: UnsafeMutablePointer<Element>,
        _ scale: Element,
        _ rows: Int
    ) {
        if Element.self == Float.self {
            ck_causal_softmax_gradient_f32(f(shares), f(gradient), f(scale), rows)
        } else {
            ck_causal_softmax_gradient_f64(d(shares), d(gradient), d(scale), rows)
        }
    }
}
