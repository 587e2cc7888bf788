/// A number that tensors can hold: `Float` or `Double`, and no other type.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, CustomStringConvertible {}

extension Float: Scalar {}
extension Double: Scalar {}
