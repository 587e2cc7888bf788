/// A choice for all panels, with exceptions.
struct PerPanel<Value: Equatable & Sendable>: Equatable, Sendable {
    private(set) var all: Value
    private(set) var own: [PanelName: Value] = [:]

    init(_ all: Value) { self.all = all }

    subscript(panel: PanelName) -> Value { own[panel] ?? all }

    /// Sets the choice for a panel; for nil, sets it for all panels and removes the exceptions.
    mutating func set(_ value: Value, for panel: PanelName?) {
        if let panel {
            own[panel] = value == all ? nil : value
        } else {
            all = value
            own = [:]
        }
    }
}
