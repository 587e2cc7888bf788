import Synchronization
import Telemetry
import Terminal

/// The paths of a run's recording and last checkpoint, which are printed if the process crashes.
enum SavedFiles {
    private struct Paths {
        var recording: String?
        var checkpoint: (path: String, step: Int)?

        var words: String {
            var lines: [String] = []
            if let recording { lines.append("trimtab: crashed; recorded so far: \(recording)") }
            if let checkpoint {
                lines.append("trimtab: last checkpoint: \(checkpoint.path), after step \(checkpoint.step)")
            }
            return lines.map { printable($0) + "\n" }.joined()
        }
    }

    private static let paths = Mutex(Paths())

    static func note(recording path: String) {
        change { $0.recording = path }
    }

    /// Notes the checkpoint that an event names, if it names one.
    static func note(_ event: Event) {
        switch event {
        case .run(let run):
            if let resumed = run.resumed { change { $0.checkpoint = (resumed.path, resumed.step) } }
        case .checkpoint(let report) where report.problem == nil:
            change { $0.checkpoint = (report.path, report.step) }
        default: break
        }
    }

    private static func change(_ edit: (inout Paths) -> Void) {
        paths.withLock { paths in
            edit(&paths)
            CrashMessage.set(paths.words)
        }
    }
}
