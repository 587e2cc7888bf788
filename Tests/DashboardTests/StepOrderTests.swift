import Telemetry
import Testing

@testable import Dashboard

/// Steps that do not come one after another: each is shown as what it is, said once, and none over another.
@Suite struct StepOrderTests {
    /// A run of steps whose losses count the records: 1, 2, 3 and so on.
    private func state(_ steps: [Int], ends: Bool = false) -> RunState {
        var state = RunState()
        state.receive(.run(Run(name: "a")))
        for (index, step) in steps.enumerated() {
            state.receive(.step(StepRecord(step: step, time: Double(index), loss: Double(index + 1))))
        }
        if ends { state.markDisconnected() }
        return state
    }

    private func said(_ state: RunState) -> [String] {
        state.timelineEntries.map { $0.text + ($0.repeats > 1 ? " ×\($0.repeats)" : "") }
    }

    /// The losses on the chart, each with the step written under it.
    private func drawn(_ state: RunState) -> [[Int]] {
        state.loss.buckets.map { steps, bucket in
            [state.positions.step(at: steps.lowerBound) ?? -1, Int(bucket.last), bucket.count]
        }
    }

    @Test func `one wrong step is left off and named`() {
        let state = state(Array(1...10) + [1_000_000_000_000] + Array(12...20))
        #expect(state.loss.steps == 1..<21 && state.loss.keptCount == 19 && state.stepCount == 19)
        #expect(said(state) == ["not drawn, arrived after 10"])
        #expect(state.latest?.step == 20)
        // Several are one incident; one at the end waits for what would confirm it.
        let more = self.state(Array(1...10) + [1 << 50, 11, 1 << 40, 12, 13, 1 << 45], ends: true)
        #expect(drawn(more).map { $0[0] } == Array(1...13))
        #expect(said(more) == ["not drawn, arrived after 10 ×3"])
    }

    @Test func `a wrong first step squeezes nothing`() {
        let state = state([1_000_000_000_000, 2, 3, 4])
        #expect(drawn(state) == [[1_000_000_000_000, 1, 1], [2, 2, 1], [3, 3, 1], [4, 4, 1]])
        #expect(said(state) == ["steps restart after 1,000,000,000,000"])
    }

    @Test func `a count that restarts is drawn after`() {
        let epochs = Array(1...5) + Array(1...5) + Array(1...5)
        let state = state(epochs)
        #expect(drawn(state) == epochs.enumerated().map { [$0.element, $0.offset + 1, 1] })
        #expect(said(state) == ["steps restart after 5 ×2"])
        let wide = self.state([0, 50, 100, 0, 50, 100])
        #expect(drawn(wide).map { $0[0] } == [0, 50, 100, 0, 50, 100] && wide.loss.lastStep == 250)
        #expect(drawn(self.state([1, 2, 1, 2, 1, 2])).map { $0[0] } == [1, 2, 1, 2, 1, 2])
    }

    @Test func `steps that are computed again replace the first ones`() {
        let state = state(Array(1...120) + Array(101...130))
        #expect(
            state.loss.buckets.count == 130 && drawn(state)[100] == [101, 121, 1] && drawn(state)[99] == [100, 100, 1]
        )
        #expect(said(state) == ["steps go back from 120"])
        #expect(state.rewoundSteps.loss.origin == 101 && state.rewoundSteps.loss.whole.high == 120)
        let wide = self.state(stride(from: 10, through: 100, by: 10) + stride(from: 65, through: 125, by: 10))
        #expect(drawn(wide).map { $0[0] } == [10, 20, 30, 40, 50, 60, 65, 75, 85, 95, 105, 115, 125])
    }

    @Test func `a resumed run after its first part is one curve`() {
        var state = state(Array(1...120))
        state.receive(.run(Run(name: "a", resumed: Resumed(step: 100, path: "p"))))
        for step in 101...150 { state.receive(.step(StepRecord(step: step, time: Double(step - 100), loss: 1000))) }
        #expect(state.loss.buckets.count == 150 && state.loss.buckets[99].bucket.last == 100)
        #expect(state.loss.buckets[100].bucket.low == 1000 && state.rewoundSteps.loss.whole.high == 120)
        #expect(said(state) == ["resumed from p"])
        #expect(state.stepRate.rate == 1 && state.wholeRate == 1)
        // Another run is another one.
        state.receive(.run(Run(name: "b", resumed: Resumed(step: 100, path: "p"))))
        #expect(state.loss.isEmpty)
    }

    @Test func `a step that comes again is reported and not drawn over the first`() {
        let state = state([1, 2, 2, 3, 3, 3, 4])
        #expect(drawn(state) == [[1, 1, 1], [2, 2, 1], [3, 4, 1], [4, 7, 1]])
        #expect(said(state) == ["repeated, first one shown ×3"])
    }

    @Test func `the numbers of one step may come on several lines`() {
        var state = state([1, 2])
        state.receive(.step(StepRecord(step: 2, time: 2, lr: 0.5, extras: [NamedNumber("x", 1)])))
        state.receive(.step(StepRecord(step: 2, time: 2, gradNorm: 7)))
        state.receive(.step(StepRecord(step: 3, time: 3, loss: 3)))
        #expect(state.lr.last == 0.5 && state.gradNorm.last == 7 && state.loss.whole.count == 3)
        #expect(state.timelineEntries.isEmpty && state.stepCount == 3)
    }

    @Test func `a step that comes late is drawn where it belongs`() {
        let state = state([1, 2, 4, 3, 5, 6])
        #expect(drawn(state) == [[1, 1, 1], [2, 2, 1], [3, 4, 1], [4, 3, 1], [5, 5, 1], [6, 6, 1]])
        #expect(said(state) == ["arrived after 4"])
    }

    @Test func `two runs in one pipe do not mix`() {
        let state = state((1...50).flatMap { [$0 + 500, $0] })
        #expect(drawn(state).map { $0[0] } == Array(501...550))
        #expect(state.timelineEntries.count == 1)
    }

    @Test func `a leap that holds is drawn after`() {
        let state = state(Array(1...10) + Array(1_000_000_000_001...1_000_000_000_010))
        #expect(state.loss.buckets.count == 20)
        #expect(drawn(state)[10] == [1_000_000_000_001, 11, 1])
        #expect(said(state) == ["steps jump from 10"])
    }

    @Test(
        arguments: [
            [1, 5_000, 10_000, 15_000], [1, 2, 3, 4_000, 8_000, 12_000], [10, 1_000_000, 2_000_000, 3_000_000],
        ]
    )
    func `steps that come far apart are no leaps`(steps: [Int]) {
        let state = state(steps)
        #expect(state.loss.whole.count == steps.count && state.timelineEntries.isEmpty)
        #expect(state.latest?.step == steps.last && state.positions == StepPositions())
    }

    @Test func `an evaluation belongs to its count`() {
        var state = state(Array(1...10) + [1, 2, 3])
        state.receive(.evaluation(Evaluation(step: 3, split: "val", loss: 5)))
        #expect(
            state.evaluationLoss.origin == 13 && state.timelineEntries.last?.position == 13
                && state.timelineEntries.last?.step == 3
        )
    }

    @Test func `a number that is not finite is counted even where its step is not drawn`() {
        var state = state([1, 2])
        state.receive(.step(StepRecord(step: 2, time: 2, loss: .nan)))
        #expect(state.nonFiniteSteps == 1 && state.timelineEntries.map(\.kind) == [.order(.repeated), .nonFinite])
    }

    @Test func `the axis is labeled with the steps themselves`() {
        var dashboard = Workspace.run(.ascii)
        for (index, step) in (Array(0...100) + Array(0...100)).enumerated() {
            _ = dashboard.update(
                .event(.step(StepRecord(step: step, time: Double(index), loss: 1, gradNorm: 1, lr: 1)))
            )
        }
        _ = dashboard.update(.event(.end(End(outcome: .finished, step: 100))))
        let labels = dashboard.render(columns: 80, rows: 24).lines.first { $0.hasPrefix("step") }
        #expect(
            labels?.split(separator: " ").dropFirst().map(String.init).suffix(1) == ["99"]
                || labels?.contains("49") == true
        )
        #expect(dashboard.state.latest?.step == 100 && dashboard.scene().axis.last == 201)
    }

    @Test func `memory is bounded whatever the steps are`() {
        var state = RunState()
        var step = 1
        for record in 0..<20_000 {
            step = record % 7 == 0 ? 1 : record % 11 == 0 ? 1 << 53 : step + 1 + record % 5
            let extras = [NamedNumber("x\(record)", 1)]
            state.receive(.step(StepRecord(step: step, time: Double(record), extras: extras)))
        }
        #expect(state.timelineEntries.count <= Timeline.limit && state.extras.count <= Bounds.series)
        #expect(state.latest.map { $0.extras.count <= Bounds.series + 1 } == true)
    }
}

private func + (left: StrideThrough<Int>, right: StrideThrough<Int>) -> [Int] { Array(left) + Array(right) }
