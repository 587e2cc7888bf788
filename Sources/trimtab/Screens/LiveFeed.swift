import Dashboard
import Telemetry

/// A run of ours on the screen.
final class LiveFeed: Feed {
    private let run: LiveRun
    /// Sentences about log and recording that the operator should see.
    private let troubles: Mailbox<SinkTrouble>
    private var hasEnded = false
    /// True once something that was to be written is lost.
    private(set) var hasLostOutput = false

    init(_ run: LiveRun, troubles: Mailbox<SinkTrouble>) {
        self.run = run
        self.troubles = troubles
    }

    func refresh(_ dashboard: inout Dashboard, now: Double) -> (effects: [Dashboard.Effect], isNew: Bool) {
        let events = run.poll()
        var effects: [Dashboard.Effect] = []
        for event in events {
            effects += dashboard.update(.event(event))
            if case .end = event { hasEnded = true }
        }
        dashboard.state.shedSteps = run.shedSteps
        for trouble in troubles.drain() {
            dashboard.report(trouble.sentence)
            hasLostOutput = true
        }
        return (effects, !events.isEmpty)
    }

    func perform(_ effect: Dashboard.Effect) {
        switch effect {
        case .send(let command): run.send(command)
        case .setPace(let pace): run.pace.stepsPerSecond = pace
        case .play, .repaint, .quit: break
        }
    }

    func shutDown(by signal: String) { run.stop(by: signal) }

    var isBusy: Bool { false }
    var mayLeave: Bool { hasEnded }
}
