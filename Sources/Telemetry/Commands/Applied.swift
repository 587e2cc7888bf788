/// A command that took effect.
public struct Applied: Equatable, Sendable {
    /// The author of the pause after the last planned step.
    public static let endOfRun = "end of run"
    /// The author of the pause after a step with a non-finite number.
    public static let nonFinitePolicy = "non-finite policy"

    /// The id of the command.
    public var id: Int
    /// The first step computed under the command; for stop, the step that will not be computed.
    public var step: Int
    public var request: Request
    /// The value that a set replaced.
    public var previous: SettingValue?
    /// The last step computed before a rewind: those from `step` to this one were removed.
    public var from: Int?
    /// The author of the command, for people to read.
    public var by: String
    /// The session of the command.
    public var session: String?

    public init(
        id: Int,
        step: Int,
        request: Request,
        previous: SettingValue? = nil,
        from: Int? = nil,
        by: String,
        session: String? = nil
    ) {
        (self.id, self.step, self.request, self.previous) = (id, step, request, previous)
        (self.from, self.by, self.session) = (from, by, session)
    }

    /// The answer to a command.
    ///
    /// - Parameters:
    ///   - command: the command answered.
    ///   - step: the first step computed under it.
    public init(_ command: Command, step: Int) {
        self.init(id: command.id, step: step, request: command.request, by: command.by, session: command.session)
    }
}
