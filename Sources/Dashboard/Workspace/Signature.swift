/// How a screen signs its commands, so that of several screens on one run each settles its own.
public struct Signature: Equatable, Sendable {
    /// The name that people read.
    public let name: String
    /// Unique to the screen.
    public let session: String

    public init(name: String = "dashboard", session: String) {
        self.name = name
        self.session = session
    }
}
