import Telemetry

extension Double {
    /// Three significant digits of a value, halves rounded up: what is offered to be set is short. 0 and what is not finite
    /// stay as they are, and so do values next to 0.
    var inThreeDigits: Double {
        guard isFinite, magnitude >= 1e-300 else { return self }
        let (mantissa, exponent) = magnitude.scientificParts
        let digits = Int((mantissa * 100 + 0.5).rounded(.down))
        return Double("\(self < 0 ? "-" : "")\(digits)e\(exponent - 2)") ?? self
    }
}
