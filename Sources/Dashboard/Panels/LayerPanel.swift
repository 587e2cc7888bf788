/// The gradient norm of each layer as a bar on a logarithmic scale: the total hides a layer that no longer learns.
struct LayerPanel: Panel {
    let name: PanelName = "layers"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.state.layers.count
        return count == 0 ? nil : Demand(region: .side, least: 3, most: count + 1, weight: 1, rank: 2)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        if scene.isFull(name) {
            LayerBrowser(scene: scene, chosen: scene.chosen(of: self) ?? 0).draw(into: &grid, area)
        } else {
            LayerBars(state: scene.state, cursor: scene.view.cursor).draw(into: &grid, area)
        }
    }

    // MARK: With the screen to itself

    func choices(in scene: Scene) -> [Int] { Array(scene.state.layerHistory.names.indices) }

    func action(for key: Key, in scene: Scene) -> Action? {
        switch key {
        case .up, .down, .character("j"), .character("k"): scene.isFull(name) ? Action(scrolling: key) : nil
        default: nil
        }
    }

    func hints(in _: Scene) -> [KeyHint] {
        [KeyHint("↑ ↓", "choose"), KeyHint("z Z 0", "zoom"), KeyHint("← →", "cursor")]
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        return LayerBrowser(scene: scene, chosen: scene.chosen(of: self) ?? 0).layer(at: position, in: area)
            .map(Meaning.item)
    }
}
