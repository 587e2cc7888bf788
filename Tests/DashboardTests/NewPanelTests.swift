import Telemetry
import Testing

@testable import Dashboard

/// One new panel is one file and one word in the list: it has its room, the focus, the whole screen and the mouse with it.
@Suite struct NewPanelTests {
    private struct Clock: Panel {
        let name: PanelName = "clock"

        func demand(in _: Scene) -> Demand? { Demand(region: .side, least: 2, most: 2, rank: 0) }

        func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
            Heading(groups: [[Span("clock", .title)]]).draw(into: &grid, area)
            let time = scene.state.latest?.time ?? 0
            grid.write("at \(NumberFormat.clock(time))", area.column + 1, area.row + 1, limit: area.width - 1)
        }
    }

    @Test func `it is drawn focused and given the screen`() {
        PanelList.$all.withValue([Clock()] + PanelList.all) {
            var workspace = SampleRun(ends: false).dashboard()
            func isShown() -> Bool {
                workspace.render(columns: 80, rows: 24).lines.contains { $0.contains(" clock ") }
            }
            #expect(isShown())
            while workspace.view.focus != "clock" { _ = workspace.update(.key(.tab)) }
            _ = workspace.update(.key(.enter))
            #expect(isShown())
            #expect(!workspace.render(columns: 80, rows: 24).lines.contains { $0.contains(" events ") })
        }
        #expect(PanelList.all.allSatisfy { $0.name != "clock" })
    }
}
