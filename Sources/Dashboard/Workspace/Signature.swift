/// The signature of a screen on its commands, by which it recognizes the answers to its own.
public struct Signature: Equatable, Sendable {
    /// The author, for people to read.
    public let name: String
    /// Unique to the screen.
    public let session: String

    public init(name: String = "dashboard", session: String) {
        self.name = name
        self.session = session
    }
}
