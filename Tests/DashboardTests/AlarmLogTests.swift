import Telemetry
import Testing

@testable import Dashboard

@Suite struct AlarmLogTests {
    private static let spike = AlarmReport(.normSpike, since: 300, step: 300, value: 317, usual: 0.5)

    private func report(_ report: AlarmReport, _ state: AlarmReport.State, step: Int, count: Int) -> Event {
        var report = report
        (report.state, report.step, report.count) = (state, step, count)
        return .alarm(report)
    }

    @Test func `a run that reports none is watched here`() {
        var state = RunState()
        for event in SampleRun(steps: 640).events { state.receive(event) }
        let spikes = state.alarms.entries.filter { $0.report.rule == .normSpike }
        #expect(spikes.map(\.report.since) == [600])
        #expect(spikes.map(\.isActive) == [false])
    }

    @Test func `a run that reports them is not`() {
        var state = RunState()
        state.receive(.run(Run(name: "a", reportsAlarms: true)))
        for event in SampleRun(steps: 640).events.dropFirst() { state.receive(event) }
        #expect(state.alarms.entries.isEmpty)
        state.receive(.alarm(Self.spike))
        state.receive(report(Self.spike, .lasting, step: 301, count: 2))
        #expect(state.alarms.active.map(\.count) == [2])
        state.receive(report(Self.spike, .over, step: 303, count: 4))
        #expect(state.alarms.active.isEmpty && state.alarms.raisedCount == 1)
        #expect(state.alarms.entries.map(\.report.step) == [303])
        // The end of one that nobody knows says nothing.
        state.receive(report(AlarmReport(.plateau, since: 5, step: 9, value: 1), .over, step: 9, count: 1))
        #expect(state.alarms.entries.count == 1)
    }

    /// What is watched here, and what a run reports that is watched there, is the same list.
    @Test func `both ways give one list`() {
        var events = SampleRun(steps: 900).events
        var watch = AlarmWatch()
        var (here, there) = (RunState(), RunState())
        guard case .run(var run) = events.removeFirst() else {
            Issue.record("a run begins with its declaration")
            return
        }
        here.receive(.run(run))
        run.reportsAlarms = true
        there.receive(.run(run))
        for event in events {
            here.receive(event)
            there.receive(event)
            for report in watch.observe(event) { there.receive(.alarm(report)) }
        }
        #expect(!here.alarms.entries.isEmpty && here.alarms == there.alarms)
    }

    /// Who has seen some of them knows by their count which are new.
    @Test func `a run that follows another counts on`() {
        var state = RunState()
        for event in SampleRun(steps: 640).events { state.receive(event) }
        let known = state.alarms.raisedCount
        let entries = state.alarms.entries
        #expect(known > 0 && state.alarms.raised(after: known).isEmpty)
        state.receive(.end(End(outcome: .finished, step: 640)))
        for event in SampleRun(steps: 640).events { state.receive(event) }
        #expect(state.alarms.raised(after: known).map(\.report) == entries.map(\.report))
        #expect(state.alarms.seenCount == known && state.alarms.raisedCount == 2 * known)
    }

    @Test func `a recording gives the same list at the same place`() {
        let events = SampleRun(steps: 900).events
        let played = Workspace.recording(events).state
        var live = RunState()
        for event in events { live.receive(event) }
        #expect(played.alarms == live.alarms && !live.alarms.entries.isEmpty)
    }

    @Test func `a rewind ends what began after it`() {
        var state = RunState()
        for event in SampleRun(steps: 605, ends: false).events { state.receive(event) }
        #expect(state.alarms.active.contains { $0.rule == .normSpike })
        state.receive(.applied(Applied(id: 1, step: 591, request: .rewind(to: 590), from: 605, by: "test")))
        #expect(!state.alarms.active.contains { $0.rule == .normSpike })
        #expect(Set(state.alarms.entries.filter(\.isRewound).map(\.report.rule)) == [.normSpike, .lossSpike])
    }

    @Test func `one that is off is not kept`() {
        var responses = AlarmResponses()
        responses[.normSpike] = .off
        var state = RunState(responses)
        for event in SampleRun(steps: 640).events { state.receive(event) }
        #expect(!state.alarms.entries.contains { $0.report.rule == .normSpike })
        #expect(state.alarms.responses[.normSpike] == .off)
    }

    @Test func `the gravest is foremost`() {
        var state = RunState()
        state.receive(.run(Run(name: "a", reportsAlarms: true)))
        state.receive(.alarm(AlarmReport(.nonFinite, since: 1, step: 1, value: .nan)))
        state.receive(.alarm(Self.spike))
        state.receive(.alarm(AlarmReport(.clipIdle, since: 301, step: 301, value: 1)))
        #expect(state.alarms.foremost?.rule == .nonFinite)
        state.receive(report(AlarmReport(.nonFinite, since: 1, step: 1, value: .nan), .over, step: 1, count: 1))
        #expect(state.alarms.foremost?.rule == .normSpike)
    }

    @Test func `a run that stalls is found by the clock`() {
        for reports in [true, false] {
            var state = RunState()
            state.receive(.run(Run(name: "a", abilities: [.pause], reportsAlarms: reports)))
            for step in 1...100 { state.receive(.step(StepRecord(step: step, time: 0.1 * Double(step), loss: 1))) }
            for second in 0..<60 { state.tick(Double(second)) }
            #expect(state.alarms.active.map(\.rule) == [.stall])
            state.receive(.step(StepRecord(step: 101, time: 70, loss: 1)))
            #expect(state.alarms.active.isEmpty)
            state.receive(.applied(Applied(id: 1, step: 102, request: .pause, by: "test")))
            for second in 60..<600 { state.tick(Double(second)) }
            #expect(state.alarms.raisedCount == 1)
        }
    }

    @Test func `it is bounded`() {
        var state = RunState()
        state.receive(.run(Run(name: "a", reportsAlarms: true)))
        let long = String(repeating: "x", count: 100_000)
        for step in 1...1000 {
            let event = Event.alarm(
                AlarmReport(AlarmRule(rawValue: long), subject: long, since: step, step: .max, value: 1)
            )
            state.receive(event)
        }
        #expect(state.alarms.entries.count == AlarmLog.limit && state.alarms.raisedCount == 1000)
        let report = state.alarms.entries[0].report
        #expect(report.rule.rawValue.count <= Bounds.name && (report.subject ?? "").count <= Bounds.name)
        #expect(report.step == Bounds.count(.max))
    }
}
