import Telemetry

extension Double {
    /// The value rounded to three significant digits, halves up. 0, non-finite values and those below 1e-300 are unchanged.
    var inThreeDigits: Double {
        guard isFinite, magnitude >= 1e-300 else { return self }
        let (mantissa, exponent) = magnitude.scientificParts
        let digits = Int((mantissa * 100 + 0.5).rounded(.down))
        return Double("\(self < 0 ? "-" : "")\(digits)e\(exponent - 2)") ?? self
    }
}
