/// What norm clipping at some max_norm would have done to steps that are past. It is right about them, and no promise for the
/// steps to come: their norms may grow or shrink.
public struct WhatIf: Equatable, Sendable {
    public var maxNorm: Double
    /// Steps with a finite norm.
    public var count: Int
    /// How many of them would have been clipped: their norm is above max_norm.
    public var clipped: Int
    /// The mean over these steps of what each would have been multiplied by; nil where there are none.
    public var meanCoefficient: Double?

    /// - Parameters:
    ///   - maxNorm: 0 or more; infinity clips nothing.
    ///   - norms: before clipping, finite. The mean adds up in their order.
    public init(maxNorm: Double, norms: [Double]) {
        self.init(maxNorm: maxNorm, norms: norms, past: NormHistogram())
    }

    /// - Parameter past: further norms, known to their bin only.
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

    /// Share of the steps that would have been clipped; nil where there are none.
    public var share: Double? { count > 0 ? Double(clipped) / Double(count) : nil }

    /// The share that would have been removed from the mean step; nil where there are none.
    public var removed: Double? { meanCoefficient.map { 1 - $0 } }

    /// What a gradient of some norm is multiplied by: min(1, max_norm / (norm + 1e-6)), as PyTorch's `clip_grad_norm_`
    /// computes it, in Double. NaN for a norm that is NaN.
    public static func coefficient(of norm: Double, under maxNorm: Double) -> Double {
        // In this order: min(1, NaN) is 1.
        min(maxNorm / (norm + 1e-6), 1)
    }
}
