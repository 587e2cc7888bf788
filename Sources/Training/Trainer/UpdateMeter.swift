import CKernels

/// Measures how far one update moves the weights, against a copy made before it.
///
/// The copy costs memory of the weights' size and about a sixth of Adam's traffic, so a trainer makes one only on the
/// steps that report it and frees it at once.
struct UpdateMeter<Element: Scalar> {
    private let parameters: [NamedParameter<Element>]
    private let before: [Storage<Element>]

    /// Copies the weights.
    init(_ parameters: [NamedParameter<Element>]) {
        self.parameters = parameters
        before = parameters.map { $0.tensor.storage.copy() }
    }

    /// ‖Δθ‖ since the copy, and ‖Δθ‖ / ‖θ‖ with the copied weights: 0 where nothing moved, ∞ where only weights of 0 did,
    /// NaN where a weight is or has become NaN.
    func measure() -> (change: Double, ratio: Double) {
        var (change, size) = (0.0, 0.0)
        for (parameter, before) in zip(parameters, before) {
            unsafe change += ck_squared_error(
                Element.kernelType,
                parameter.tensor.storage.read,
                before.read,
                before.count
            )
            unsafe size += Kernels.measureOf(CK_SUM_OF_SQUARES, before.read, 2, before.count)
        }
        return (change.squareRoot(), change == 0 ? 0 : (change / size).squareRoot())
    }
}
