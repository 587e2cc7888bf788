/// Hints for the viewer of a demo.
public struct Story: Equatable, Sendable {
    /// What to look for.
    public var lookFor: String?
    /// The keys to press.
    public var press: String?

    /// Nil if both are nil.
    public init?(lookFor: String?, press: String?) {
        guard lookFor != nil || press != nil else { return nil }
        (self.lookFor, self.press) = (lookFor, press)
    }
}
