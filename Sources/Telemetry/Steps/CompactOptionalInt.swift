/// A whole number or none, in eight bytes: half the size of an optional. Int.min is none.
@frozen @propertyWrapper
public struct CompactOptionalInt: Sendable {
    @usableFromInline var value: Int

    @inlinable
    public init(wrappedValue: Int?) { value = wrappedValue ?? .min }

    @inlinable public var wrappedValue: Int? {
        get { value == .min ? nil : value }
        set { value = newValue ?? .min }
    }
}
