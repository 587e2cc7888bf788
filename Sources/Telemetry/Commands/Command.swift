/// A request with an identity, so that its answer can be recognized.
public struct Command: Equatable, Sendable {
    /// Unique among the commands of a session.
    public var id: Int
    public var request: Request
    /// The author, for people to read: "dashboard", "control", a person's name.
    public var by: String
    /// Unique to one dashboard or program, since several may have the same author. Answers repeat it, so that the sender
    /// finds its own by session and id. Nil if there is only one sender.
    public var session: String?

    public init(id: Int, request: Request, by: String, session: String? = nil) {
        (self.id, self.request, self.by, self.session) = (id, request, by, session)
    }
}
