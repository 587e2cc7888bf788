import Dashboard
import Platform
import Telemetry

/// Hosts a run of this process: reports failing sinks, writes a recording on request, and stops the run on a signal.
final class TrainingHost: RunHost {
    private let run: LiveRun
    private let failures: Mailbox<SinkError>
    /// The events of the run so far, for a recording; nil if they are not kept.
    private let spool: RecordingSpool?
    private let name: String
    /// The path of the recording that the operator asked for while the run was on the screen.
    private(set) var written: String?
    /// True once some output is lost.
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

    func receive(signal: Int32) { run.stop(by: signalName(signal)) }
}
