import Dashboard
import Glibc
import Links
import Platform
import Telemetry

/// Hosts the runs of a launched program: shows its output and further runs, and can end it.
final class LaunchHost: RunHost {
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
        // Checked before the output, none of which can then follow.
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

    /// A closed terminal leaves the program running; any other signal is passed on to it.
    func receive(signal: Int32) {
        if signal != SIGHUP { child.signal(signal) }
    }
}
