import Dashboard
import Platform
import Telemetry

/// A run of this process on the screen: its log and recording may fail, and signals stop it.
final class RunSurroundings: Surroundings {
    private let run: LiveRun
    private let failures: Mailbox<SinkError>
    /// What a recording can still be made of; nil for a run that is recorded already.
    private let spool: RecordingSpool?
    private let name: String
    /// The recording that the operator asked for while the run was on the screen.
    private(set) var written: String?
    /// True once something that was to be written is lost.
    private(set) var hasLostOutput = false

    init(_ run: LiveRun, name: String, spool: RecordingSpool?, failures: Mailbox<SinkError>) {
        (self.run, self.name, self.spool, self.failures) = (run, name, spool, failures)
    }

    func poll() -> [Occurrence] {
        let failures = failures.drain()
        if !failures.isEmpty { hasLostOutput = true }
        return failures.map { .input(.trouble($0.sentence)) }
    }

    func writeRecording() -> Workspace.Input {
        guard let spool else { return .trouble("there was no room to keep the events of this run") }
        do {
            let path = try spool.write(name: name)
            written = path
            return .done("recording written to \(path); it is completed when you quit")
        } catch {
            return .trouble(error.description)
        }
    }

    func take(signal: Int32) { run.stop(by: signalName(signal)) }
}
