/// A number with its name.
public struct NamedNumber: Equatable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }

    public static func == (left: NamedNumber, right: NamedNumber) -> Bool {
        left.name == right.name && sameNumber(left.value, right.value)
    }
}
