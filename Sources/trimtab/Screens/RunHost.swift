import Dashboard
import Links
import Telemetry

/// What hosts the runs on a screen: the sinks of this process's run, or a launched program.
protocol RunHost: AnyObject {
    /// What has happened since the last call.
    func poll() -> [Occurrence]
    /// A descriptor that becomes readable when there is something to poll; nil if polling now and then is enough.
    var readiness: Int32? { get }
    /// Ends the program, on the operator's request.
    func stopProgram()
    /// Writes a recording of the run so far, on the operator's request.
    ///
    /// - Returns: the message to show.
    func writeRecording() -> Workspace.Input
    /// Ends the hosted run or program after a signal to this process.
    func receive(signal: Int32)
}

extension RunHost {
    var readiness: Int32? { nil }
    func stopProgram() {}
    func writeRecording() -> Workspace.Input { .trouble("this screen keeps no events of this run to record") }
    func receive(signal _: Int32) {}
}

enum Occurrence {
    case input(Workspace.Input)
    /// A further run.
    case run(any EventSource, RunSession)
}

/// The host of a recording, or of another process's run.
final class NoHost: RunHost {
    func poll() -> [Occurrence] { [] }
}
