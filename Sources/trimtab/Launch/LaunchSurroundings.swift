import Dashboard
import Glibc
import Links
import Platform
import Telemetry

/// The program around the runs on a screen: what it prints, and that it can be ended.
final class LaunchSurroundings: Surroundings {
    private let child: ChildProcess
    private let name: String
    private let watch: LaunchWatch
    private let tail: OutputTail
    private var lines = OutputLines()
    private var hasEnded = false

    init(_ child: ChildProcess, named name: String, _ watch: LaunchWatch, _ log: LogFile) {
        (self.child, self.name, self.watch, tail) = (child, name, watch, OutputTail(log))
    }

    var readiness: Int32? { watch.readiness }

    func poll() -> [Occurrence] {
        // Looked at before its output: nothing comes behind it then.
        let end = child.outcome
        var occurrences: [Occurrence] = []
        let printed = lines.append(tail.read())
        if !printed.isEmpty { occurrences.append(.input(.output(printed))) }
        for run in watch.look() {
            guard let source = try? StreamSource(connectingTo: run.path) else { continue }
            occurrences.append(.run(source, RunSession(.ofThisScreen())))
        }
        if let end, !hasEnded {
            hasEnded = true
            if end != .code(0) { occurrences.append(.input(.trouble("\(name) \(end)"))) }
        }
        return occurrences
    }

    func stopProgram() { child.signal(SIGTERM) }

    /// A terminal that is closed leaves the program running; any other signal means the program.
    func take(signal: Int32) {
        if signal != SIGHUP { child.signal(signal) }
    }
}
