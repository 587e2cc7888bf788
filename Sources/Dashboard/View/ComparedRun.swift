import Telemetry

/// Another run, drawn behind the one in focus.
public struct ComparedRun: Sendable {
    /// The most runs that have colors of their own.
    public static let limit = Role.runs.count - 1

    public var name: String
    /// What its recording holds.
    public var state: RunState

    public init(name: String, state: RunState) {
        (self.name, self.state) = (Bounds.name(name), state)
    }
}

extension Role {
    /// The role of a compared run, by its place from 0.
    static func run(_ place: Int) -> Role { runs[1 + place % ComparedRun.limit] }
}
