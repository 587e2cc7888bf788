import Dashboard
import Telemetry

/// A run of ours on the screen.
final class LiveFeed: Feed {
    private let run: LiveRun
    /// Sentences about log and recording that the operator should see.
    private let troubles: Mailbox<SinkTrouble>
    /// What has been polled, and how much of it the dashboard has had.
    private var events: [Event] = []
    private var taken = 0
    private var hasEnded = false
    /// True once something that was to be written is lost.
    private(set) var hasLostOutput = false

    init(_ run: LiveRun, troubles: Mailbox<SinkTrouble>) {
        self.run = run
        self.troubles = troubles
    }

    func refresh(_ dashboard: inout Dashboard, now: Double) -> (effects: [Dashboard.Effect], isNew: Bool) {
        if !isBusy {
            run.poll(into: &events)
            taken = 0
        }
        let (slice, before) = (Slice(), taken)
        var effects: [Dashboard.Effect] = []
        while isBusy, slice.isGoing {
            effects += dashboard.update(.event(events[taken]))
            if case .end = events[taken] { hasEnded = true }
            taken += 1
        }
        dashboard.state.shedSteps = run.shedSteps
        for trouble in troubles.drain() {
            dashboard.report(trouble.sentence)
            hasLostOutput = true
        }
        return (effects, taken > before)
    }

    func perform(_ effect: Dashboard.Effect) {
        switch effect {
        case .send(let command): run.send(command)
        case .setPace(let pace):
            run.send(Command(id: 0, request: .set(name: "pace", value: .number(pace)), by: "dashboard"))
        case .play, .repaint, .quit: break
        }
    }

    func shutDown(by signal: String) { run.stop(by: signal) }

    var isBusy: Bool { taken < events.count }
    var mayLeave: Bool { hasEnded }
}
