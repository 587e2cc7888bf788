import Telemetry
import Testing

@testable import Dashboard

@Suite struct TimelineTests {
    private func record(_ step: Int = 7, _ alarms: Alarm..., loss: Double = 1, norm: Double = 1) -> StepRecord {
        StepRecord(step: step, time: 0, loss: loss, gradNorm: norm, alarms: alarms)
    }

    @Test func `a sound step is none`() {
        #expect(TimelineEntry(record()) == nil)
    }

    @Test func `a step is judged by its alarms`() {
        let overflow = Alarm(.normOverflow, parameter: "rnn.weight_hh_l0")
        let cases: [(StepRecord, TimelineEntry.Kind, String)] = [
            (record(7, overflow, Alarm(.updateZero), norm: .infinity), .nonFinite, "norm overflow, update zeroed"),
            (record(7, Alarm(.normZero), Alarm(.updateZero), norm: 0), .alarm, "norm 0, no weight moved"),
            (record(7, Alarm(.updateZero)), .alarm, "no weight moved"),
            (
                record(7, Alarm(.lossInfinite), Alarm(.normInfinite, parameter: "a"), loss: .infinity, norm: .infinity),
                .nonFinite, "loss Inf, norm Inf (a)"
            ),
            (
                record(7, Alarm(.lossNaN), Alarm(.normNaN), loss: .nan, norm: .nan), .nonFinite, "loss NaN, norm NaN"
            ),
        ]
        for (record, kind, text) in cases {
            let timelineEntry = TimelineEntry(record)
            #expect(timelineEntry?.step == 7 && timelineEntry?.kind == kind)
            #expect(timelineEntry?.text.hasPrefix(text) == true, "\(timelineEntry?.text ?? "none")")
        }
        #expect(TimelineEntry(cases[0].0)?.text.hasSuffix(" (rnn.weight_hh_l0)") == true)
    }

    @Test func `without alarms the numbers count`() {
        #expect(TimelineEntry(record(loss: .nan, norm: .infinity))?.text == "loss NaN, norm Inf")
        var withheld = record(norm: .nan)
        withheld.extras = [NamedNumber(StepRecord.withheldSeries, 1)]
        #expect(TimelineEntry(withheld)?.text == "norm NaN, update skipped")
    }

    @Test func `a streak is one incident and each kind is counted`() {
        var state = RunState()
        for step in 1...5 { state.receive(.step(record(step, Alarm(.normZero), norm: 0))) }
        for step in 6...8 {
            state.receive(.step(record(step, Alarm(.normOverflow, parameter: "a"), norm: .infinity)))
        }
        state.receive(.step(record(9, Alarm(.normNaN, parameter: "a"), norm: .nan)))
        #expect(state.timelineEntries.map(\.repeats) == [5, 3, 1])
        #expect(state.timelineEntries.map(\.kind) == [.alarm, .nonFinite, .nonFinite])
        #expect(state.alarmedSteps == 5 && state.nonFiniteSteps == 4 && state.overflowedSteps == 3)
    }

    // MARK: The list

    /// The rows of the list under its heading.
    private func list(_ events: [Event], rows: Int) -> [String] {
        var state = RunState()
        for event in events { state.receive(event) }
        var grid = CellGrid(width: 40, height: rows + 1)
        TimelineList(state: state, pending: []).draw(into: &grid, Rect(column: 0, row: 0, width: 40, height: rows + 1))
        return grid.lines.dropFirst().map { String($0.drop { $0 == " " }) }
    }

    private func set(_ step: Int) -> Event {
        .applied(Applied(id: step, step: step, request: .set(name: "lr", value: .number(1)), by: ""))
    }

    @Test func `evaluations are not among the events of the overview`() {
        let evaluations = (10...20).map { Event.evaluation(Evaluation(step: $0, split: "test", loss: 1)) }
        let saved = [5, 15].map { Event.checkpoint(CheckpointReport(step: $0, path: "a/\($0)")) }
        let events = (1...3).map(set) + saved + evaluations + [set(21)]
        // Of the checkpoints it has the latest.
        #expect(list(events, rows: 6) == ["1 lr 1", "2 lr 1", "3 lr 1", "15 saved in a", "21 lr 1", ""])
        #expect(list(events, rows: 2) == ["15 saved in a", "21 lr 1"])
    }

    @Test func `what was undone gives way to what holds`() {
        let back = Applied(id: 9, step: 3, request: .rewind(to: 2), from: 8, by: "")
        let events = [Event.step(record(8)), set(1), set(5), set(6), set(7), .applied(back)]
        #expect(list(events, rows: 3) == ["1 lr 1", "7 lr 1", "3 rewound 8 → 2"])
    }

    @Test func `a streak is counted`() {
        let rows = list((1...1200).map { .step(record($0, loss: .nan)) }, rows: 2)
        #expect(rows == ["1 loss NaN ×1,200", ""])
    }

    @Test func `an evaluation that is not a number is reported`() {
        #expect(TimelineEntry(Evaluation(step: 1, split: "", loss: .nan)).role == .bad)
        #expect(TimelineEntry(Evaluation(step: 1, split: "", accuracy: 1)).role == .evaluation)
    }

    @Test func `what comes now and then is kept`() {
        var state = RunState()
        var first = record(1)
        (first.updateRatio, first.deadUnits, first.deadLayers) = (0.5, 0.25, [NamedNumber("a", 0.25)])
        state.receive(.step(first))
        state.receive(.step(record(2)))
        #expect(state.updateRatio == 0.5 && state.deadUnits == 0.25 && state.deadLayers == first.deadLayers)
    }

    @Test func `a rewind discards what comes now and then`() {
        var state = RunState()
        for step in 1...9 {
            var record = record(step)
            if step % 4 == 1 { (record.updateRatio, record.deadUnits) = (Double(step), 0.1 * Double(step)) }
            state.receive(.step(record))
        }
        #expect(state.updateRatio == 9)
        state.receive(.applied(Applied(id: 1, step: 7, request: .rewind(to: 6), from: 9, by: "")))
        #expect(state.updateRatio == 5 && state.deadUnits == 0.5)
        #expect(state.otherMetrics(isTall: true).map(\.series.last) == [5, 0.5])
    }

    @Test func `throughput is calmed`() {
        var state = RunState()
        #expect(state.throughput == nil)
        for step in 1...200 {
            var record = record(step)
            record.samplesPerSecond = step % 2 == 0 ? 900 : 1100
            if step == 100 { record.samplesPerSecond = .infinity }
            state.receive(.step(record))
        }
        #expect(abs(state.throughput!.rate - 1000) < 10 && state.throughput!.unit == "samples")
        var record = record(201)
        record.tokensPerSecond = 5
        state.receive(.step(record))
        #expect(state.throughput! == (5, "tokens"))
    }

    @Test func `the coefficient is the one reported where it is`() {
        var state = RunState()
        state.receive(
            step: StepRecord(step: 1, time: 0, gradNorm: .infinity, clippedNorm: .nan, clipCoefficient: 0)
        )
        state.receive(step: StepRecord(step: 2, time: 0, gradNorm: 4, clippedNorm: 1))
        state.receive(step: StepRecord(step: 3, time: 0))
        #expect(state.clipping.recent.map(\.coefficient) == [0, 0.25])
    }
}
