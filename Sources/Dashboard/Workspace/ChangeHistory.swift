import Telemetry

/// The settings that this screen has changed in a run, to be undone one by one.
struct ChangeHistory: Sendable {
    struct Change: Equatable, Sendable {
        var setting: String
        var from: SettingValue
        var to: SettingValue
    }

    private static let limit = 100

    /// The latest last.
    private(set) var changes: [Change] = []
    /// The commands that undo one, by their ids, until they are answered.
    private var undoing: [Int: Change] = [:]

    /// Removes the latest change, to be undone by a command.
    mutating func undoLatest(by id: Int) { undoing[id] = changes.popLast() }

    /// Records the answer to a command of this screen.
    ///
    /// - Parameter before: the value until now, where the answer does not say.
    mutating func settle(_ applied: Applied, before: SettingValue?) {
        guard undoing.removeValue(forKey: applied.id) == nil, case .set(let name, let value) = applied.request,
            let previous = applied.previous ?? before, previous != value
        else { return }
        changes.append(Change(setting: name, from: previous, to: value))
        if changes.count > Self.limit { changes.removeFirst() }
    }

    /// Says that a command has no effect.
    mutating func withdraw(_ id: Int) {
        if let change = undoing.removeValue(forKey: id) { changes.append(change) }
    }
}
