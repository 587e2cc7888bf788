import CKernels

extension Kernels {
    static func lstmStep(
        _ gates: UnsafeMutablePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ c: UnsafeMutablePointer<Element>,
        _ h: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        ck_lstm_step(Element.kernelType, gates, before, c, h, batch, hidden)
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
        ck_lstm_step_gradient(Element.kernelType, gates, before, c, dh, dc, dsums, batch, hidden)
    }

    static func gruStep(
        _ gates: UnsafeMutablePointer<Element>,
        _ recurrent: UnsafePointer<Element>,
        _ before: UnsafePointer<Element>?,
        _ h: UnsafeMutablePointer<Element>,
        _ batch: Int,
        _ hidden: Int
    ) {
        ck_gru_step(Element.kernelType, gates, recurrent, before, h, batch, hidden)
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
        ck_gru_step_gradient(Element.kernelType, gates, recurrent, before, dh, dsums, drecurrent, batch, hidden)
    }
}
