import Telemetry
import Testing

@testable import Dashboard

@Suite struct IncidentTests {
    private func record(_ step: Int = 7, _ alarms: Alarm..., loss: Double = 1, norm: Double = 1) -> StepRecord {
        StepRecord(step: step, time: 0, loss: loss, gradNorm: norm, alarms: alarms)
    }

    @Test func aSoundStepIsNone() {
        #expect(Incident(record()) == nil)
    }

    @Test func aStepIsJudgedByItsAlarms() {
        let overflow = Alarm(.normOverflow, parameter: "rnn.weight_hh_l0")
        let cases: [(StepRecord, Incident.Kind, String)] = [
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
            let incident = Incident(record)
            #expect(incident?.step == 7 && incident?.kind == kind)
            #expect(incident?.text.hasPrefix(text) == true, "\(incident?.text ?? "none")")
        }
        #expect(Incident(cases[0].0)?.text.hasSuffix(" (rnn.weight_hh_l0)") == true)
    }

    @Test func withoutAlarmsTheNumbersTell() {
        #expect(Incident(record(loss: .nan, norm: .infinity))?.text == "loss NaN, norm Inf")
        var withheld = record(norm: .nan)
        withheld.extras = [NamedNumber(StepRecord.withheldSeries, 1)]
        #expect(Incident(withheld)?.text == "norm NaN, update withheld")
    }

    @Test func aStreakIsOneIncidentAndEachKindIsCounted() {
        var state = RunState()
        for step in 1...5 { state.take(.step(record(step, Alarm(.normZero), norm: 0))) }
        for step in 6...8 {
            state.take(.step(record(step, Alarm(.normOverflow, parameter: "a"), norm: .infinity)))
        }
        state.take(.step(record(9, Alarm(.normNaN, parameter: "a"), norm: .nan)))
        #expect(state.incidents.map(\.repeats) == [5, 3, 1])
        #expect(state.incidents.map(\.kind) == [.alarm, .nonFinite, .nonFinite])
        #expect(state.alarmedSteps == 5 && state.nonFiniteSteps == 4 && state.overflowedSteps == 3)
    }

    @Test func whatComesNowAndThenIsKept() {
        var state = RunState()
        var first = record(1)
        (first.updateRatio, first.deadUnits, first.deadLayers) = (0.5, 0.25, [NamedNumber("a", 0.25)])
        state.take(.step(first))
        state.take(.step(record(2)))
        #expect(state.updateRatio == 0.5 && state.deadUnits == 0.25 && state.deadLayers == first.deadLayers)
    }

    @Test func aRewindTakesBackWhatComesNowAndThen() {
        var state = RunState()
        for step in 1...9 {
            var record = record(step)
            if step % 4 == 1 { (record.updateRatio, record.deadUnits) = (Double(step), 0.1 * Double(step)) }
            state.take(.step(record))
        }
        #expect(state.updateRatio == 9)
        state.take(.applied(Applied(id: 1, step: 7, request: .rewind(to: 6), from: 9, by: "")))
        #expect(state.updateRatio == 5 && state.deadUnits == 0.5)
        #expect(state.furtherSeries(isTall: true).map(\.series.last) == [5, 0.5])
    }

    @Test func throughputIsCalmed() {
        var state = RunState()
        #expect(state.throughput == nil)
        for step in 1...200 {
            var record = record(step)
            record.samplesPerSecond = step % 2 == 0 ? 900 : 1100
            if step == 100 { record.samplesPerSecond = .infinity }
            state.take(.step(record))
        }
        #expect(abs(state.throughput!.rate - 1000) < 10 && state.throughput!.unit == "samples")
        var record = record(201)
        record.tokensPerSecond = 5
        state.take(.step(record))
        #expect(state.throughput! == (5, "tokens"))
    }

    @Test func theCoefficientIsTheOneToldWhereItIs() {
        var window = ClipWindow()
        window.take(StepRecord(step: 1, time: 0, gradNorm: .infinity, clippedNorm: .nan, clipCoefficient: 0))
        window.take(StepRecord(step: 2, time: 0, gradNorm: 4, clippedNorm: 1))
        window.take(StepRecord(step: 3, time: 0))
        #expect(window.coefficients == [0, 0.25])
    }
}
