/// A part of the screen with a rule and a title of its own. Panels hold nothing: they draw from the scene.
protocol Panel: Sendable {
    var name: PanelName { get }

    /// The room it wants on the overview; nil while it has nothing to show there.
    func demand(in scene: Scene) -> Demand?

    /// Draws it, on the overview or with the screen to itself.
    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect)

    /// What lies at a position of its area.
    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning?

    /// Rows that it may show, where it scrolls; 0 where it does not.
    func rowCount(in scene: Scene) -> Int

    /// What a key does while it has the focus; nil where the key means what it means elsewhere.
    func action(for key: Key, in scene: Scene) -> Action?

    /// Rows of which one is chosen, from the top, by numbers that stay theirs; empty where there is no choice.
    func choices(in scene: Scene) -> [Int]

    /// True where the last row is chosen until the operator chooses another one, and the first one otherwise.
    var followsLast: Bool { get }

    /// Its own keys while it has the screen to itself, those that matter most first.
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
    /// The place of the row that is chosen among a panel's choices; nil where there are none.
    func chosen(of panel: any Panel) -> Int? { chosen(of: panel, among: panel.choices(in: self)) }

    func chosen(of panel: any Panel, among choices: [Int]) -> Int? {
        let place = view.chosen[panel.name].flatMap { choices.firstIndex(of: $0) }
        return place ?? (choices.isEmpty ? nil : panel.followsLast ? choices.count - 1 : 0)
    }
}
