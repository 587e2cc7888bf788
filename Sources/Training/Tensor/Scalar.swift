/// A number that tensors can hold: `Float` or `Double`, and no other type.
///
/// The functions that a training step calls are `@specialized` for Float: otherwise callers in another module would spend up
/// to a tenth of a small network's step on generic dispatch.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, CustomStringConvertible {}

extension Float: Scalar {}
extension Double: Scalar {}
