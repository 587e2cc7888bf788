import Telemetry
import Testing

@testable import Dashboard

@Suite struct EvaluationTableTests {
    private func table(_ evaluations: [Evaluation]) -> EvaluationTable {
        var state = RunState()
        for evaluation in evaluations { state.receive(.evaluation(evaluation)) }
        return state.evaluations
    }

    @Test func `the best of each split is marked`() {
        let rows = table([
            Evaluation(step: 1, split: "val", loss: 2), Evaluation(step: 1, split: "train", loss: 1.5),
            Evaluation(step: 2, split: "val", loss: 0.5), Evaluation(step: 2, split: "train", loss: .nan),
            Evaluation(step: 3, split: "val", loss: 0.75), Evaluation(step: 3, split: "train", loss: 1.75),
        ])
        .rows
        #expect(rows.map(\.isBest) == [false, true, true, false, false, false])
        #expect(rows.map { $0.change.map { $0.isNaN ? nil : $0 } ?? nil } == [nil, nil, -1.5, nil, 0.25, nil])
        #expect(rows[2].isBetter == true && rows[4].isBetter == false && rows[3].isBetter == nil)
    }

    @Test func `without a loss the highest accuracy is best`() {
        let rows = table([0.5, 0.75, 0.25].map { Evaluation(step: 1, split: "", accuracy: $0) }).rows
        #expect(rows.map(\.isBest) == [false, true, false] && rows.map(\.isBetter) == [nil, true, false])
    }

    @Test func `what was undone is not the best`() {
        var state = RunState()
        for step in 1...9 { state.receive(.step(StepRecord(step: step, time: 0, loss: 1))) }
        state.receive(.evaluation(Evaluation(step: 4, split: "", loss: 2)))
        state.receive(.evaluation(Evaluation(step: 8, split: "", loss: 1)))
        state.receive(.applied(Applied(id: 1, step: 6, request: .rewind(to: 5), from: 9, by: "")))
        state.receive(.evaluation(Evaluation(step: 8, split: "", loss: 3)))
        #expect(state.evaluations.rows.map(\.isBest) == [true, false, false])
        #expect(state.evaluations.rows.last?.change == 1)
    }

    @Test func `the best is kept however many come`() {
        var state = RunState()
        for step in 1...5_000 {
            state.receive(.evaluation(Evaluation(step: step, split: "", loss: step == 7 ? 0.5 : 1)))
        }
        #expect(state.timelineEntries.count <= Timeline.limit)
        #expect(state.evaluations.rows.first { $0.isBest }?.evaluation.step == 7)
        #expect(state.evaluations.rows.last?.evaluation.step == 5_000)
    }

    private func panel(_ evaluations: [Evaluation], width: Int, height: Int = 6) -> [String] {
        var grid = CellGrid(width: width, height: height)
        EvaluationRows(table: table(evaluations), chosen: nil)
            .draw(into: &grid, Rect(column: 0, row: 0, width: width, height: height))
        return grid.lines
    }

    @Test func `columns give way to the loss and the best`() {
        let evaluations = (1...9).map {
            Evaluation(step: $0 * 100, split: "val", loss: $0 == 8 ? 0.25 : 1 / Double($0), accuracy: 0.5)
        }
        #expect(
            panel(evaluations, width: 44) == [
                "─ evaluations  4 of 9 ──────────────────────",
                " step    loss  accuracy   change",
                "  600  0.1667     50.0%  ▼0.0333",
                "  700  0.1429     50.0%  ▼0.0238",
                "  800  0.2500     50.0%   ▲0.107",
                "  900  0.1111     50.0%   ▼0.139  best",
            ]
        )
        #expect(
            panel(evaluations, width: 28)[1...] == [
                " step    loss   acc.", "  600  0.1667  50.0%", "  700  0.1429  50.0%", "  800  0.2500  50.0%",
                "  900  0.1111  50.0%  best",
            ]
        )
        #expect(panel([], width: 30, height: 3) == ["─ evaluations ────────────────", " none yet", ""])
    }

    @Test func `their panel looks them up on the charts`() {
        var workspace = SampleRun().dashboard()
        for key in [Key.character("V"), .home, .down, .enter] { _ = workspace.update(.key(key)) }
        #expect(workspace.view.cursor == 300 && workspace.view.window == .fixed(250...350))
    }
}
