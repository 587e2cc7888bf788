/// The reason why a setting was not changed, as a sentence for the operator.
public struct SettingError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
