import Dashboard
import Links
import Telemetry

/// What is around the runs on a screen: the sinks of one, the program of another.
protocol Surroundings: AnyObject {
    /// What has come up since the last call.
    func poll() -> [Occurrence]
    /// A descriptor that becomes readable when there is something to poll; nil where a look now and then is enough.
    var readiness: Int32? { get }
    /// The operator wants the program to end.
    func stopProgram()
    /// The operator wants a recording of the run so far.
    ///
    /// - Returns: what is to be said of it.
    func writeRecording() -> Workspace.Input
    /// The process was signalled to end, and what is its own with it.
    func take(signal: Int32)
}

extension Surroundings {
    var readiness: Int32? { nil }
    func stopProgram() {}
    func writeRecording() -> Workspace.Input { .trouble("this screen keeps no events of this run to record") }
    func take(signal _: Int32) {}
}

enum Occurrence {
    case input(Workspace.Input)
    /// One more run.
    case run(any EventSource, RunSession)
}

/// Nothing is around a recording.
final class NoSurroundings: Surroundings {
    func poll() -> [Occurrence] { [] }
}
