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

    /// What would have been taken away from the mean step; nil where there are none.
    public var takenAway: Double? { meanCoefficient.map { 1 - $0 } }

    /// What a gradient of some norm is multiplied by: min(1, max_norm / (norm + 1e-6)), as PyTorch's `clip_grad_norm_`
    /// computes it, in Double. NaN for a norm that is NaN.
    public static func coefficient(of norm: Double, under maxNorm: Double) -> Double {
        // In this order: min(1, NaN) is 1.
        min(maxNorm / (norm + 1e-6), 1)
    }
}

/// The value below which a share of the values lies, between two of them on the straight line that joins them:
/// `numpy.quantile` with its default method; nil for none.
///
/// - Parameters:
///   - share: 0 to 1.
///   - values: lowest first.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let place = Double(values.count - 1) * share
    let below = min(Int(place), values.count - 1)
    let (low, high) = (values[below], values[min(below + 1, values.count - 1)])
    let part = place - Double(below)
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
}

extension Double {
    /// Three significant digits of a value, halves rounded up: what is offered to be set is short. 0 and what is not finite
    /// stay as they are, and so do values next to 0.
    var inThreeDigits: Double {
        guard isFinite, magnitude >= 1e-300 else { return self }
        var (mantissa, exponent) = (magnitude, 0)
        while mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        let digits = Int((mantissa * 100 + 0.5).rounded(.down))
        return Double("\(self < 0 ? "-" : "")\(digits)e\(exponent - 2)") ?? self
    }
}
