import Telemetry
import Testing

@testable import Dashboard

/// What a run says of itself beside its steps.
@Suite struct WarningTests {
    private func opening(_ names: String..., started: Double = 5) -> Event {
        let settings = names.map { Setting(name: $0, value: .number(1)) }
        return .run(
            Run(name: "loop", settings: settings, abilities: [.set], process: RunProcess(pid: 7, started: started))
        )
    }

    @Test func `a warning is listed`() {
        var state = RunState()
        state.receive(opening())
        state.receive(.warning(Warning(step: 3, message: "clipping has no effect")))
        #expect(state.timelineEntries.map(\.text) == ["clipping has no effect"])
        #expect(state.timelineEntries.first?.kind == .alarm && state.timelineEntries.first?.step == 3)
    }

    @Test func `a run that declares another setting continues`() {
        var state = RunState()
        state.receive(opening("max_norm"))
        for step in 1...4 { state.receive(.step(StepRecord(step: step, time: 0, loss: 1))) }
        state.receive(opening("max_norm", "dropout"))
        #expect(state.run?.settings.map(\.name) == ["max_norm", "dropout"])
        #expect(state.stepCount == 4 && state.latest?.step == 4)
        // Another run begins anew, be it of the same process.
        state.receive(opening("max_norm", started: 6))
        #expect(state.stepCount == 0 && state.latest == nil)
    }
}
