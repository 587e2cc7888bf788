/// A number that tensors can hold: `Float` or `Double`, and no other type.
///
/// What a step of training calls is marked `@specialized` for Float: without, code of another module that calls it would
/// spend up to a tenth of a small network's step on finding out which type it has.
public protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, Sendable, CustomStringConvertible {}

extension Float: Scalar {}
extension Double: Scalar {}
