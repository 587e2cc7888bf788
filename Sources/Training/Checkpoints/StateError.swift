/// Why a state cannot be restored; names the entry at fault.
public struct StateError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
