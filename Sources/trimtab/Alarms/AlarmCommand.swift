import Dispatch
import Glibc
import Platform
import Telemetry

/// Runs a shell command for each alarm that is raised, one at a time, on its own thread.
///
/// The command has no input, its output is dropped, and raising an alarm never waits for it.
final class AlarmCommand: Sendable {
    /// Alarms that may wait for the command; further ones are dropped.
    private static let capacity = 64
    /// Milliseconds that commands have to finish after the run has ended.
    static let patience: Int32 = 5000

    private let command: String
    private let waiting = Mailbox<Raised>(capacity: capacity)
    private let done = DispatchSemaphore(value: 0)

    private struct Raised: Sendable {
        var report: AlarmReport
        var run: String?
    }

    init(_ command: String) {
        self.command = command
        NamedThread("alarms") { [self] in
            while let raised = waiting.next() { run(raised) }
            done.signal()
        }
    }

    /// Queues the command for an alarm.
    ///
    /// - Parameter run: the run's name.
    func post(_ report: AlarmReport, of run: String?) { waiting.post(Raised(report: report, run: run)) }

    /// Waits until it has run for every queued alarm, or the patience is used up.
    func finish() {
        waiting.close()
        _ = done.wait(timeout: .now() + .milliseconds(Int(Self.patience)))
    }

    private func run(_ raised: Raised) {
        do throws(StartError) {
            let child = try ChildProcess(
                ["/bin/sh", "-c", command],
                environment: Self.environment(raised.report, run: raised.run),
                output: .nothing
            )
            var file = pollfd(fd: child.readiness, events: Int16(POLLIN), revents: 0)
            while child.outcome == nil { unsafe poll(&file, 1, -1) }
            close(child.readiness)
        } catch {
            warn("--on-alarm: \(error)")
        }
    }

    /// This process's variables, and those that describe the alarm.
    static func environment(_ report: AlarmReport, run: String?) -> ChildEnvironment {
        let severity =
            switch report.rule.severity {
            case .note: "note"
            case .warning: "warning"
            case .critical: "critical"
            }
        var environment = ChildEnvironment()
        let values = [
            ("RULE", report.rule.rawValue), ("TITLE", printable(report.title)), ("SEVERITY", severity),
            ("SUBJECT", report.subject.map(printable)), ("STEP", "\(report.step)"), ("SINCE", "\(report.since)"),
            ("VALUE", shortest(report.value)), ("USUAL", report.usual.map { shortest($0) }),
            ("RUN", run.map(printable)),
        ]
        for (name, value) in values { environment["TRIMTAB_ALARM_\(name)"] = value }
        return environment
    }
}
