import Telemetry

/// The changes of settings by this screen, for undo.
struct ChangeHistory: Sendable {
    struct Change: Equatable, Sendable {
        var setting: String
        var from: SettingValue
        var to: SettingValue
    }

    private static let limit = 100

    /// The changes, latest last.
    private(set) var changes: [Change] = []
    /// The changes being undone, by the ids of the unanswered commands.
    private var undoing: [Int: Change] = [:]

    /// Removes the latest change, which a command undoes.
    mutating func undoLatest(by id: Int) { undoing[id] = changes.popLast() }

    /// Applies the answer to a command of this screen.
    ///
    /// - Parameter before: the previous value, used if the answer does not have it.
    mutating func settle(_ applied: Applied, before: SettingValue?) {
        guard undoing.removeValue(forKey: applied.id) == nil, case .set(let name, let value) = applied.request,
            let previous = applied.previous ?? before, previous != value
        else { return }
        changes.append(Change(setting: name, from: previous, to: value))
        if changes.count > Self.limit { changes.removeFirst() }
    }

    /// Restores the change that a refused command should have undone.
    mutating func withdraw(_ id: Int) {
        if let change = undoing.removeValue(forKey: id) { changes.append(change) }
    }
}
