import Telemetry
import Testing

@testable import Dashboard

/// Whatever the table of metrics holds is followed; so is what a source names itself.
@Suite struct SeriesTableTests {
    private func state(_ steps: Int, _ change: (inout StepRecord) -> Void) -> RunState {
        var state = RunState()
        for step in 1...steps {
            var record = StepRecord(step: step, time: Double(step))
            change(&record)
            state.receive(.step(record))
        }
        return state
    }

    @Test(arguments: Metric.allCases) func `every number has a series`(metric: Metric) {
        let state = state(9) { $0[metric] = Double($0.step) }
        #expect(state.series[metric].whole.count == 9 && state.series[metric].last == 9)
        #expect(state.metrics.map(\.info) == [metric.info] && state.metrics.first?.last == 9)
    }

    @Test(arguments: Metric.allCases) func `a number that comes now and then keeps its last value`(metric: Metric) {
        var state = state(9) { if $0.step % 4 == 1 { $0[metric] = Double($0.step) } }
        #expect(state.series[metric].last == 9 && state.latest?.step == 9)
        state.receive(.applied(Applied(id: 1, step: 7, request: .rewind(to: 6), from: 9, by: "")))
        #expect(state.series[metric].last == 5 && state.metrics.first?.last == 5)
        #expect(state.rewoundSteps.series[metric].last == 9 && state.rewoundSteps.lastStep == 9)
    }

    @Test(arguments: Metric.allCases) func `a number that comes on a line of its own is followed too`(
        metric: Metric
    ) {
        var state = state(3) { $0.extras = [NamedNumber("x", 1)] }
        var rest = StepRecord(step: 3, time: 3)
        rest[metric] = 7
        state.receive(.step(rest))
        #expect(state.series[metric].last == 7 && state.latest?[metric] == 7 && state.timelineEntries.isEmpty)
    }

    @Test func `names of a source appear beside those of the table`() {
        let state = state(3) {
            $0.loss = 1
            $0.extras = [NamedNumber("loss_ema", 2), NamedNumber("withheld", 1), NamedNumber("kl", .nan)]
        }
        #expect(state.metrics.map(\.info.key) == ["loss", "loss_ema", "kl"])
        #expect(state.metrics.map(\.info.title) == ["loss", "loss_ema", "kl"])
        #expect(
            state.metrics.map { $0.series.whole.count } == [3, 3, 3]
                && state.metrics[2].last?.isNaN == true
        )
    }

    @Test func `a threshold that is not used is followed separately`() {
        let state = state(4) {
            $0.maxNorm = Double($0.step)
            $0.clip = $0.step < 3 ? "none" : "norm"
        }
        #expect(
            state.idleMaxNorm.whole.high == 2 && state.maxNorm.whole.low == 3
                && state.maxNorm.whole.count == 2
        )
    }

    @Test(arguments: LayerMetric.allCases) func `numbers of layers are kept until the next`(
        metric: LayerMetric
    ) {
        var state = state(5) { if $0.step == 2 { $0[metric] = [NamedNumber("a", 0.5)] } }
        let row = LayerTable.Row(step: 2, numbers: [NamedNumber("a", 0.5)])
        #expect(state.layerTable[metric] == row)
        var next = StepRecord(step: 6, time: 6)
        next[metric] = [NamedNumber("a", 0.25)]
        state.receive(.step(next))
        #expect(state.layerTable[metric] == LayerTable.Row(step: 6, numbers: next[metric]))
        #expect(LayerMetric.allCases.allSatisfy { $0 == metric || state.layerTable[$0] == nil })
    }

    @Test(arguments: LayerMetric.allCases) func `numbers of layers end with their step`(metric: LayerMetric) {
        for (step, stays) in [(2, true), (1, false)] {
            var state = state(5) { if $0.step == 2 { $0[metric] = [NamedNumber("a", .nan)] } }
            state.receive(.applied(Applied(id: 1, step: step + 1, request: .rewind(to: step), from: 5, by: "a")))
            #expect((state.layerTable[metric] != nil) == stays)
        }
    }
}
