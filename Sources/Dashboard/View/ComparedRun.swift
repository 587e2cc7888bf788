import Telemetry

/// Another run, drawn behind the one in focus.
public struct ComparedRun: Sendable {
    /// The most that are told apart by their colours.
    public static let limit = 5

    public var name: String
    /// What its recording holds.
    public var state: RunState

    public init(name: String, state: RunState) {
        (self.name, self.state) = (Bounds.name(name), state)
    }
}

extension Role {
    /// The role of a compared run, by its place from 0: one that is not the run's own on any chart comes first.
    static func run(_ place: Int) -> Role {
        let roles: [Role] = [.run2, .run4, .run3, .run5, .run1]
        return roles[place % roles.count]
    }
}
