import Telemetry

/// Another run, drawn behind the one in focus.
public struct ComparedRun: Sendable {
    /// The most compared runs, each with its own color.
    public static let limit = Role.runs.count - 1

    public var name: String
    /// The state after its whole recording.
    public var state: RunState

    public init(name: String, state: RunState) {
        (self.name, self.state) = (Bounds.name(name), state)
    }
}

extension Role {
    /// The role of a compared run, by its index.
    static func run(_ index: Int) -> Role { runs[1 + index % ComparedRun.limit] }
}
