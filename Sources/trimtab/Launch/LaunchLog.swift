import Glibc
import Links
import Platform
import Telemetry

/// Follows a program started without a screen to its end, writing its run's events to a log.
final class LaunchLog {
    /// Seconds between polls if the system does not report changes.
    private static let pause = 0.05
    /// Seconds for which a run may still be read after its process has ended.
    private static let patience = 1.0
    private static let limit = 4096

    private let launch: Launch
    private let child: ChildProcess
    private let watch: LaunchWatch
    private let output = OutputFile.standardOutput
    /// The program's own output, if it does not go to standard output directly.
    private let printed: OutputTail?
    private let text: TextLog?
    private let sink: any EventSink
    private let answers: AlarmAnswers
    private var source: (any EventSource)?
    private var hasHadSource = false
    private var arrival = Arrival()
    private var runs: [RunAddress] = []
    private var hasReportedFailure = false

    /// - Parameters:
    ///   - printsEvents: true for unchanged events, one JSON object per line.
    ///   - answers: what is done about alarms.
    ///   - printed: the program's own output, if it does not go to standard output directly.
    init(
        _ launch: Launch,
        _ child: ChildProcess,
        _ watch: LaunchWatch,
        printsEvents: Bool,
        answers: AlarmAnswers,
        output printed: OutputTail? = nil
    ) {
        (self.launch, self.child, self.watch, self.printed, self.answers) = (launch, child, watch, printed, answers)
        text = printsEvents ? nil : TextLog(output)
        sink = text ?? LineLog(output)
    }

    /// Follows the program until it has ended and its run was read.
    ///
    /// - Returns: how it ended, and false if the log could not be written.
    func follow() -> (end: ProcessEnd, isWhole: Bool) {
        var end: ProcessEnd?
        var leaveBy = Double.infinity
        while true {
            if end == nil, let outcome = child.outcome {
                end = outcome
                leaveBy = monotonicSeconds() + Self.patience
            }
            findRuns()
            passOnOutput()
            if end != nil, !hasHadSource { followRecording() }
            read()
            if let end, source == nil || monotonicSeconds() > leaveBy {
                finish(end)
                return (end, output.failure.map(\.isReaderGone) ?? true)
            }
            if !arrival.hasMore { wait(until: leaveBy, hasEnded: end != nil) }
        }
    }

    private func findRuns() {
        for run in watch.look() { follow(run) }
    }

    private func passOnOutput() {
        while let bytes = printed?.read(), !bytes.isEmpty { output.write(bytes) }
    }

    /// Follows a run by its recording, which loses nothing, or else by its socket; later runs are only reported.
    func follow(_ run: RunAddress) {
        runs.append(run)
        guard runs.count == 1 else {
            return warn("another run of this program is \(run.name), process \(run.pid): trimtab attach \(run.pid)")
        }
        followRecording()
        guard !hasHadSource else { return }
        do throws(LinkError) {
            source = AnsweredSource.wrapping(try StreamSource(connectingTo: run.path), answers)
            hasHadSource = true
        } catch {
            warn("\(run.name): \(error.description)")
        }
    }

    private func followRecording() {
        guard let path = launch.files.recording, isReadable(path) else { return }
        let recording = try? GrowingFile(path: path) { [child] in child.outcome == nil }
        source = recording.map { AnsweredSource.wrapping($0, answers) }
        hasHadSource = source != nil
    }

    private func read() {
        guard let source else { return }
        source.poll(limit: Self.limit, into: &arrival)
        var receiver = LogReceiver(sink: sink, text: text)
        arrival.events.deliver(to: &receiver)
        sink.flush()
        reportFailure()
        guard arrival.status.isOver else { return }
        text?.markDisconnected()
        sink.flush()
        source.close()
        self.source = nil
    }

    private func wait(until leaveBy: Double, hasEnded: Bool) {
        var files = [watch.readiness, source?.readiness, hasEnded ? nil : child.readiness].compactMap { $0 }.map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        var seconds = leaveBy - monotonicSeconds()
        if watch.readiness == nil || printed != nil || source.map({ $0.readiness == nil }) ?? false {
            seconds = min(seconds, Self.pause)
        }
        let milliseconds = seconds.isFinite ? Int32(max(0, seconds) * 1000) + 1 : -1
        unsafe poll(&files, nfds_t(files.count), milliseconds)
    }

    private func reportFailure() {
        guard let failure = sink.failure, !hasReportedFailure else { return }
        hasReportedFailure = true
        warn(
            failure.isReaderGone ? "the reader of the log has closed the pipe; the program continues" : failure.sentence
        )
    }

    private func finish(_ end: ProcessEnd) {
        if !hasHadSource {
            warn(launch.unseen(end))
        } else if case .signal = end {
            warn("\(launch.words[0]) \(end)")
        }
        if let run = runs.first, kill(pid_t(run.pid), 0) == 0 {
            warn("\(run.name) continues in another process, \(run.pid): trimtab attach \(run.pid)")
        }
    }
}

/// Passes events to a log.
private struct LogReceiver: EventReceiver {
    let sink: any EventSink
    let text: TextLog?

    mutating func receive(step: borrowing StepRecord) { sink.append(.step(copy step)) }

    mutating func receive(_ event: Event) {
        // The end of the history concerns the link only.
        if case .live = event { return }
        sink.append(event)
    }
}
