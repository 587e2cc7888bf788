import Telemetry
import Testing

@testable import Training

/// A run that somebody watches holds after its last planned step.
@Suite struct HoldAtEndTests {
    private func isHeldAtEnd(_ event: Event) -> Bool {
        if case .applied(let applied) = event { applied.by == Applied.endOfRun } else { false }
    }

    private func run(_ script: @escaping (Int) -> [Request]) -> [Event] {
        var run = TinyRun()
        run.plan.snapshots = SnapshotPlan(every: 5, memory: 1 << 20)
        var holds = 0
        return run.trainer(Float.self).events(holdsAtEnd: true) { event in
            guard isHeldAtEnd(event) else { return [] }
            holds += 1
            return script(holds)
        }
    }

    @Test func `it is finished once it is stopped`() {
        let events = run { _ in [.stop] }
        #expect(events.records.map(\.step) == Array(1...20))
        #expect(events.end == End(outcome: .finished, step: 20))
    }

    @Test func `more steps are run where they are asked for`() {
        var run = TinyRun()
        run.plan.snapshots = SnapshotPlan(every: 5, memory: 1 << 20)
        let events = run.trainer(Float.self).events(holdsAtEnd: true) { event in
            if isHeldAtEnd(event) { return [.advance(3)] }
            return event.isStep(23) ? [.stop] : []
        }
        #expect(events.records.map(\.step) == Array(1...23))
        #expect(events.end == End(outcome: .finished, step: 23))
    }

    @Test func `it is rewound and runs to its end again`() {
        let events = run { $0 == 1 ? [.rewind(to: 15), .resume] : [.stop] }
        #expect(events.records.map(\.step) == Array(1...20) + Array(16...20))
        let again = Array(events.records.suffix(5)), first = Array(events.records[15..<20])
        #expect(again.map(\.loss) == first.map(\.loss))
        #expect(events.end?.outcome == .finished)
    }

    @Test func `without anybody watching it ends`() {
        let events = TinyRun().events()
        #expect(!events.contains(where: isHeldAtEnd) && events.end?.outcome == .finished)
    }
}
