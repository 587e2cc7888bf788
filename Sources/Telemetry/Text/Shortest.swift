/// The shortest decimal that reads back as the same Double, whole numbers without a fraction; "NaN", "Infinity" or
/// "-Infinity" for others.
public func shortest(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53, !(whole == 0 && number.sign == .minus) {
        return String(whole)
    }
    return number.description
}
