/// True for equal numbers, two NaNs, and two nils.
func sameNumber(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left == right || (left.isNaN && right.isNaN)
}
