/// The effect that norm clipping by some max_norm would have had on past steps. It is exact for them, but no prediction: later
/// norms may differ.
public struct WhatIf: Equatable, Sendable {
    /// The threshold.
    public var maxNorm: Double
    /// The number of steps with a finite norm.
    public var count: Int
    /// The number of these steps that would have been clipped, with a norm above max_norm.
    public var clipped: Int
    /// The mean clip coefficient of these steps; nil if there are none.
    public var meanCoefficient: Double?

    /// - Parameters:
    ///   - maxNorm: 0 or more; infinity clips nothing.
    ///   - norms: the finite norms before clipping. The mean is summed in their order.
    public init(maxNorm: Double, norms: [Double]) {
        self.init(maxNorm: maxNorm, norms: norms, past: NormHistogram())
    }

    /// - Parameter past: earlier norms, known only by their bin.
    init(maxNorm: Double, norms: [Double], past: NormHistogram) {
        self.maxNorm = maxNorm
        count = norms.count + past.count
        clipped = norms.count { $0 > maxNorm } + Int(past.count(above: maxNorm).rounded())
        guard count > 0 else { return }
        var sum = 0.0
        for bin in past.bins { sum += Double(bin.count) * Self.coefficient(of: bin.middle, under: maxNorm) }
        for norm in norms { sum += Self.coefficient(of: norm, under: maxNorm) }
        meanCoefficient = sum / Double(count)
    }

    /// The share of steps that would have been clipped; nil if there are none.
    public var share: Double? { count > 0 ? Double(clipped) / Double(count) : nil }

    /// The mean share that would have been removed; nil if there are none.
    public var removed: Double? { meanCoefficient.map { 1 - $0 } }

    /// The clip coefficient for a norm, min(1, max_norm / (norm + 1e-6)), as in PyTorch's `clip_grad_norm_`, in Double. NaN for
    /// a norm of NaN.
    public static func coefficient(of norm: Double, under maxNorm: Double) -> Double {
        // In this order: min(1, NaN) is 1.
        min(maxNorm / (norm + 1e-6), 1)
    }
}
