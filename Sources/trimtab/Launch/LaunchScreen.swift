import Dashboard
import Glibc
import Links
import Platform
import Telemetry
import Terminal

/// Follows a launched program in a terminal: passes on its output until its run begins, and then opens the dashboard.
final class LaunchScreen {
    /// Milliseconds between polls of the program's output.
    private static let pause: Int32 = 50
    /// Lines of output that are shown after a failed program.
    private static let lastLines = 20

    private let launch: Launch
    private let child: ChildProcess
    private let watch: LaunchWatch
    private let log: LogFile
    private let tail: OutputTail
    private let answers: AlarmAnswers

    init(_ launch: Launch, _ child: ChildProcess, _ watch: LaunchWatch, _ log: LogFile, _ answers: AlarmAnswers) {
        (self.launch, self.child, self.watch, self.log, self.answers) = (launch, child, watch, log, answers)
        tail = OutputTail(log)
    }

    /// Follows the program until it has ended or is left running.
    ///
    /// - Returns: the exit code.
    func follow(on options: ScreenOptions, _ compared: [ComparedRun], isReadOnly: Bool) -> Int32 {
        guard let (run, source) = awaitRun() else {
            let end = awaitEnd()
            warn(launch.unseen(end))
            return end.exitCode
        }
        do throws(ScreenError) {
            let screen = try Screen(options)
            return show(source, run, compared, on: screen, isReadOnly: isReadOnly)
        } catch {
            warn("\(error); printing the log instead")
            let log = LaunchLog(launch, child, watch, printsEvents: false, answers: answers, output: tail)
            log.follow(run)
            return log.follow().end.exitCode
        }
    }

    // MARK: Before the run

    /// - Returns: the run's address and a link to it; nil if the program has ended without one.
    private func awaitRun() -> (RunAddress, any EventSource)? {
        var runs: [RunAddress] = []
        while true {
            let hasEnded = child.outcome != nil
            runs += watch.look()
            if let run = runs.first, let source = try? StreamSource(connectingTo: run.path) {
                return (run, source)
            }
            passOnOutput()
            guard !hasEnded else { return nil }
            wait()
        }
    }

    private func wait() {
        var files = [watch.readiness, child.readiness].compactMap { $0 }.map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        unsafe poll(&files, nfds_t(files.count), Self.pause)
    }

    private func passOnOutput() {
        while case let bytes = tail.read(), !bytes.isEmpty { OutputFile.standardOutput.write(bytes) }
    }

    // MARK: On the dashboard

    private func show(
        _ source: any EventSource,
        _ run: RunAddress,
        _ compared: [ComparedRun],
        on screen: Screen,
        isReadOnly: Bool
    ) -> Int32 {
        defer { screen.close() }
        let session = RunSession(.ofThisScreen(), leaving: .stopsOrDetaches, state: RunState(answers.responses))
        let command = answers.command.map { AlarmCommand($0) }
        var loop = ScreenLoop(
            Workspace(session, glyphs: screen.glyphs, compared: compared, isReadOnly: isReadOnly),
            source: source,
            host: LaunchHost(child, named: launch.words[0], watch, log),
            meter: SystemMeter(process: pid_t(truncatingIfNeeded: run.pid)),
            onAlarm: { command?.post($0, of: $1) },
            on: screen
        )
        let signal = loop.run()
        screen.close()
        command?.finish()
        SignalForwarding.resume()
        let state = loop.workspace.sessions[0].state
        let isLeftRunning = child.outcome == nil && (signal == SIGHUP || signal == nil && state.phase.isLive)
        return isLeftRunning ? leaveRunning(run, state, signal) : awaitEnd(of: state)
    }

    /// Prints how to reattach to a run that continues.
    private func leaveRunning(_ run: RunAddress, _ state: RunState, _ signal: Int32?) -> Int32 {
        report(["\(run.name) continues as process \(run.pid): trimtab attach \(run.pid) shows it again"] + fileLines)
        return signal.map { 128 + $0 } ?? 0
    }

    /// Waits for the end of a program whose run is over, and prints how both ended.
    private func awaitEnd(of state: RunState) -> Int32 {
        let end = awaitEnd()
        var lines: [String] = []
        if case .ended(let outcome) = state.phase {
            lines.append("\(state.run?.name ?? launch.words[0]): \(closingLine(of: outcome, state))")
        }
        if end != .code(0) {
            lastLines.forEach(OutputFile.standardOutput.print)
            lines.append("\(launch.words[0]) \(end)")
        }
        report(lines + fileLines)
        return end.exitCode
    }

    private func awaitEnd() -> ProcessEnd {
        var file = pollfd(fd: child.readiness, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&file, 1, 500) == 0 { warn("waiting for \(launch.words[0]) to end; ^C interrupts it") }
        while true {
            if let end = child.outcome { return end }
            unsafe poll(&file, 1, -1)
        }
    }

    /// Prints lines with the program's prefix, which distinguishes them from the output of the script.
    private func report(_ lines: [String]) {
        for line in lines { OutputFile.standardOutput.print("trimtab: \(line)") }
    }

    /// The lines that name the files the run leaves.
    private var fileLines: [String] {
        (launch.files.recording.map { ["recorded to \($0)"] } ?? []) + ["output in \(log.path)"]
    }

    private var lastLines: [String] {
        let tail = OutputTail(log)
        var (lines, last) = (OutputLines(), [String]())
        while case let bytes = tail.read(), !bytes.isEmpty {
            last = (last + lines.append(bytes)).suffix(Self.lastLines)
        }
        return last
    }
}
