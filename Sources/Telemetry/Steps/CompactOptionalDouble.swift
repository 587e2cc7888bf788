/// An optional Double in eight bytes, half its usual size.
@frozen @propertyWrapper
public struct CompactOptionalDouble: Sendable {
    /// The bits of nil: a signaling NaN, which no computation results in.
    @usableFromInline static var none: UInt64 { 0x7FF0_0000_0000_0001 }

    @usableFromInline var bits: UInt64

    @inlinable
    public init(wrappedValue: Double?) {
        bits = Self.none
        self.wrappedValue = wrappedValue
    }

    @inlinable public var wrappedValue: Double? {
        get { bits == Self.none ? nil : Double(bitPattern: bits) }
        set { bits = newValue.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern } ?? Self.none }
    }
}
