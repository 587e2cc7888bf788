import ArgumentParser
import Dashboard
import Glibc
import Links
import Platform
import Telemetry
import Terminal

struct AttachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Watch a run in progress, here or on another machine, and steer it.",
        discussion: """
            Without an argument: your only run on this machine, or a list to choose from. On another machine trimtab is run \
            over ssh.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A run's name, the start of it, or its process ID; the path of a socket, FIFO or recording; - for "
                + "standard input; or user@host[:RUN].",
            valueName: "run|path|-|user@host[:run]"
        )
    )
    var target: String?

    @OptionGroup var log: LogOptions
    @OptionGroup var against: Against
    @OptionGroup var alarms: AlarmOptions
    @OptionGroup var look: DisplayOptions

    func run() throws {
        try reportingBadInput {
            if let target, fileStatus(target) == nil, let host = RemoteHost(target) {
                let status = try host.attach(options: options + against.words + alarms.words)
                if status != 0 { throw ExitCode(status) }
            } else if let target = try target ?? onlyRun() {
                try attach(to: target)
            } else {
                try choose()
            }
        }
    }

    /// The options that say what is shown, as they were given.
    private var options: [String] {
        log.words + look.words
    }

    /// The path of the only run's socket; nil where there are several.
    private func onlyRun() throws(BadInput) -> String? {
        let runs = RunAddress.all()
        guard !runs.isEmpty else { throw BadInput("no runs on this machine") }
        if runs.count == 1 { return runs[0].path }
        guard !log.isLog else {
            throw BadInput("\(runs.count) runs listen here: name one (trimtab runs lists them)")
        }
        return nil
    }

    private func attach(to target: String) throws {
        guard let (link, socket) = try source(target) else { return try play(target) }
        let configuration = try Configuration.read()
        let answers = try alarms.answers(configuration)
        guard !log.isLog else { return try printLog(of: AnsweredSource.wrapping(link, answers)) }
        defer { link.close() }
        let compared = try against.read()
        let options = look.screen(configuration)
        let signals = SignalWatch()
        do {
            let screen = try Screen(options)
            defer { screen.close() }
            signals.start(graceTime: ScreenLoop.graceTime, { _ in }, beforeExit: Screen.abandon)
            let signal = show(link, answers, compared, socket: socket, on: screen)
            signals.isLeft()
            screen.close()
            if let signal { throw ExitCode(128 + signal) }
        } catch let error as ScreenError {
            signals.release()
            warn("\(error); printing the log instead")
            try printLog(of: AnsweredSource.wrapping(link, answers))
        }
    }

    /// The link to a run, a stream or a FIFO, and the path of a run's socket; nil for a recording on disk.
    private func source(_ target: String) throws(BadInput) -> (any EventSource, socket: String?)? {
        do throws(LinkError) {
            if target == "-" {
                return (StreamSource(reading: STDIN_FILENO, name: "standard input", isOwned: false), nil)
            }
            switch try RunTarget.find(target) {
            case .socket(let path): return (try StreamSource(connectingTo: path), path)
            case .file(let path):
                if isRegularFile(path) { return nil }
                let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                guard descriptor >= 0 else { throw LinkError("cannot read \(path): \(systemMessage())") }
                return (StreamSource(reading: descriptor, name: path, isOwned: true), nil)
            }
        } catch {
            throw BadInput(error.description)
        }
    }

    private func play(_ path: String) throws {
        let command = try PlayCommand.parse(options + against.words + ["--", path])
        try command.run()
    }

    private func choose() throws {
        let configuration = try Configuration.read()
        let options = look.screen(configuration)
        let answers = try alarms.answers(configuration)
        let compared = try against.read()
        let signals = SignalWatch()
        let screen: Screen
        do {
            screen = try Screen(options)
        } catch {
            throw BadInput("\(error); name a run (trimtab runs lists them)")
        }
        defer { screen.close() }
        signals.start(graceTime: ScreenLoop.graceTime, { _ in }, beforeExit: Screen.abandon)
        var message: String?
        while true {
            var loop = RunMenuLoop(on: screen, message: message)
            var signal: Int32?
            switch loop.run() {
            case .chosen(let path):
                do throws(LinkError) {
                    let source = try StreamSource(connectingTo: path)
                    signal = show(source, answers, compared, socket: path, on: screen)
                    message = nil
                    source.close()
                } catch {
                    message = error.description
                }
            case .quit: return signals.isLeft()
            case .signal(let number): signal = number
            }
            if let signal {
                signals.isLeft()
                throw ExitCode(128 + signal)
            }
        }
    }

    /// - Parameter socket: of a run on this machine; nil for events that may come from anywhere.
    /// - Returns: the signal that ended it; nil when the operator left.
    private func show(
        _ source: any EventSource,
        _ answers: AlarmAnswers,
        _ compared: [ComparedRun],
        socket: String?,
        on screen: Screen
    ) -> Int32? {
        let process = RunAddress.all().first { $0.path == socket }.map { pid_t(truncatingIfNeeded: $0.pid) }
        let session = RunSession(.ofThisScreen(), state: RunState(answers.responses))
        let command = answers.command.map { AlarmCommand($0) }
        var loop = ScreenLoop(
            Workspace(session, glyphs: screen.glyphs, compared: compared, isReadOnly: look.readonly),
            source: source,
            meter: socket.map { _ in SystemMeter(process: process) },
            onAlarm: { command?.post($0, of: $1) },
            on: screen
        )
        defer { command?.finish() }
        return loop.run()
    }

    // MARK: As a log

    private func printLog(of source: any EventSource) throws {
        defer { source.close() }
        let output = OutputFile.standardOutput
        let text = log.jsonl ? nil : TextLog(output)
        let sink: any EventSink = text ?? LineLog(output)
        var arrival = Arrival()
        var receiver = SinkReceiver(sink: sink)
        while !arrival.status.isOver, output.failure == nil {
            source.poll(limit: 1 << 14, into: &arrival)
            arrival.events.deliver(to: &receiver)
            text?.note(arrival.skipped)
            sink.flush()
            if !arrival.hasMore { source.wait() }
        }
        try output.checkWritten()
        guard case .broken(let reason) = arrival.status else { return }
        warn(reason)
        throw ExitCode(3)
    }
}

/// Passes events on to a sink.
private struct SinkReceiver: EventReceiver {
    let sink: any EventSink

    mutating func receive(step: borrowing StepRecord) { sink.append(.step(copy step)) }
    mutating func receive(_ event: Event) { sink.append(event) }
}
