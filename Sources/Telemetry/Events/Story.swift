/// What a demo shows: where to look and which keys to press.
public struct Story: Equatable, Sendable {
    public var lookFor: String?
    /// The keys that change its course.
    public var press: String?

    /// Nil where there is nothing to say.
    public init?(lookFor: String?, press: String?) {
        guard lookFor != nil || press != nil else { return nil }
        (self.lookFor, self.press) = (lookFor, press)
    }
}
