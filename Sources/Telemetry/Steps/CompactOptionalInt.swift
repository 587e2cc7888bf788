/// An optional Int in eight bytes, half its usual size. `Int.min` stands for nil.
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
