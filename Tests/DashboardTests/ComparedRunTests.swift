import Telemetry
import Testing

@testable import Dashboard

/// Runs drawn behind the one in focus.
@Suite struct ComparedRunTests {
    private static func workspace(_ count: Int = 1) -> Workspace {
        var session = RunSession(.ofTests)
        for event in SampleRun(steps: 500, ends: false).events { session.receive(event) }
        let compared = (0..<count).map { place in
            ComparedRun(name: "other-\(place)", state: SampleRun(steps: 900, spike: nil).dashboard().state)
        }
        return Workspace(session, glyphs: .braille, compared: compared)
    }

    @Test func `their losses are drawn in their colors`() {
        let grid = Self.workspace(2).render(columns: 120, rows: 36)
        #expect(grid.cells.contains { $0.role == .run2 } && grid.cells.contains { $0.role == .run4 })
        #expect(!Self.workspace(0).render(columns: 120, rows: 36).cells.contains { $0.role == .run2 })
    }

    @Test func `the axis reaches as far as they do`() {
        #expect(Self.workspace().scene().axis.last >= 900)
    }

    @Test func `the legend has last best and same step`() throws {
        let lines = Self.workspace().render(columns: 160, rows: 44).lines
        let row = try #require(lines.first { $0.contains("● other-0") })
        let other = SampleRun(steps: 900, spike: nil).dashboard().state
        let here = other.loss.bucket(over: 500..<501).last
        for value in [here, try #require(other.loss.last), other.loss.whole.low] {
            #expect(row.contains(NumberFormat.fixedWidth(value, digits: 4)))
        }
    }
}
