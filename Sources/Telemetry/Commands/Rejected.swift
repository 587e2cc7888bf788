/// A command that was refused, with a sentence for the operator.
public struct Rejected: Equatable, Sendable {
    /// The id of the command.
    public var id: Int
    public var request: Request
    /// The reason as a sentence for the operator.
    public var reason: String
    /// The author of the command, for people to read.
    public var by: String
    /// The session of the command.
    public var session: String?

    public init(id: Int, request: Request, reason: String, by: String, session: String? = nil) {
        (self.id, self.request, self.reason, self.by, self.session) = (id, request, reason, by, session)
    }

    /// The refusal of a command.
    public init(_ command: Command, reason: String) {
        self.init(id: command.id, request: command.request, reason: reason, by: command.by, session: command.session)
    }
}
