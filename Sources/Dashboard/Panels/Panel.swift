/// A part of the screen with a title. Panels are stateless and draw from the scene.
protocol Panel: Sendable {
    var name: PanelName { get }

    /// The space it requests on the overview; nil if it is not shown there.
    func demand(in scene: Scene) -> Demand?

    /// Draws it, on the overview or on the whole screen.
    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect)

    /// The target of a position in its area; nil if there is none.
    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning?

    /// The number of rows, if it scrolls; 0 if it does not.
    func rowCount(in scene: Scene) -> Int

    /// The action of a key while it has the focus; nil for the action in the keymap.
    func action(for key: Key, in scene: Scene) -> Action?

    /// The stable numbers of its selectable rows, from the top; empty if there are none.
    func choices(in scene: Scene) -> [Int]

    /// True if the last row is selected by default, false for the first one.
    var followsLast: Bool { get }

    /// Its own keys on the whole screen, most important first.
    func hints(in scene: Scene) -> [KeyHint]
}

extension Panel {
    func meaning(of _: CellGrid.Position, in _: Rect, _: Scene) -> Meaning? { nil }

    func rowCount(in _: Scene) -> Int { 0 }

    func action(for _: Key, in _: Scene) -> Action? { nil }

    func choices(in _: Scene) -> [Int] { [] }

    var followsLast: Bool { false }

    func hints(in _: Scene) -> [KeyHint] { [] }
}

extension Scene {
    /// The index of the selected row among a panel's choices; nil if there are none.
    func chosen(of panel: any Panel) -> Int? { chosen(of: panel, among: panel.choices(in: self)) }

    func chosen(of panel: any Panel, among choices: [Int]) -> Int? {
        let index = view.chosen[panel.name].flatMap { choices.firstIndex(of: $0) }
        return index ?? (choices.isEmpty ? nil : panel.followsLast ? choices.count - 1 : 0)
    }
}
