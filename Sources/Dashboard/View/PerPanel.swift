/// A choice for all panels, and others for some of them.
struct PerPanel<Value: Equatable & Sendable>: Equatable, Sendable {
    private(set) var all: Value
    private(set) var own: [PanelName: Value] = [:]

    init(_ all: Value) { self.all = all }

    subscript(panel: PanelName) -> Value { own[panel] ?? all }

    /// Chooses for one panel; for all of them where none is named.
    mutating func set(_ value: Value, for panel: PanelName?) {
        if let panel {
            own[panel] = value == all ? nil : value
        } else {
            all = value
            own = [:]
        }
    }
}
