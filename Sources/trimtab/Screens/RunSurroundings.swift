import Dashboard
import Telemetry

/// A run of this process on the screen: its log and recording may fail, and signals stop it.
final class RunSurroundings: Surroundings {
    private let run: LiveRun
    private let troubles: Mailbox<SinkTrouble>
    /// True once something that was to be written is lost.
    private(set) var hasLostOutput = false

    init(_ run: LiveRun, troubles: Mailbox<SinkTrouble>) {
        (self.run, self.troubles) = (run, troubles)
    }

    func poll() -> [Occurrence] {
        let troubles = troubles.drain()
        if !troubles.isEmpty { hasLostOutput = true }
        return troubles.map { .input(.trouble($0.sentence)) }
    }

    func take(signal: Int32) { run.stop(by: signalName(signal)) }
}
