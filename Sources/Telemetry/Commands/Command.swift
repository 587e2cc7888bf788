/// A request with an identity, so that its answer can be recognized.
public struct Command: Equatable, Sendable {
    public var id: Int
    public var request: Request
    /// Who asks, for people to read: "dashboard", "control", a person's name.
    public var by: String
    /// Which of several that sign alike asks: unique to one dashboard or program. Answers repeat it, and who asked settles
    /// by session and id. Nil from a sender that is alone.
    public var session: String?

    public init(id: Int, request: Request, by: String, session: String? = nil) {
        (self.id, self.request, self.by, self.session) = (id, request, by, session)
    }
}
