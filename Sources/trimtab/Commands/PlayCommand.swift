import ArgumentParser
import Dashboard
import Glibc
import Links
import Telemetry
import Terminal

struct PlayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play a recording on the dashboard, or as a log."
    )

    @Argument(help: "The recording, or - for live standard input.", completion: .file())
    var file: String

    @Argument(help: "Recordings to compare with, as --against.", completion: .file())
    var others: [String] = []

    @Option(help: ArgumentHelp("Speed, as a multiple of real time, or max.", valueName: "x|max"))
    var speed: PlaybackSpeed?

    @Option(help: ArgumentHelp("Where to start: a step, or end.", valueName: "step|end"))
    var at: PlaybackStart?

    @Flag(help: "Start again at the end.")
    var loop = false

    @Flag(help: "Print a log instead of opening the dashboard.")
    var headless = false

    @Flag(help: "Print the events, one JSON object per line; implies --headless.")
    var jsonl = false

    @OptionGroup var against: Against
    @OptionGroup var look: DisplayOptions

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            if headless || jsonl { return try playToLog(recording) }
            var opening = Opening(recording, try recording.source())
            defer { opening.source.close() }
            let compared = try against.read(others)
            let configuration = try Configuration.read()
            let options = look.screen(configuration)
            // What comes through a pipe comes once, and is shown as it comes.
            if recording.isOnDisk { try opening.awaitEvents() }
            let signals = SignalWatch()
            do {
                let screen = try Screen(options)
                try play(opening, compared, configuration.alarms, on: screen, signals)
            } catch let error as ScreenError {
                signals.release()
                warn("\(error); printing the log instead")
                try playToLog(recording)
            }
        }
    }

    private func play(
        _ opening: Opening,
        _ compared: [ComparedRun],
        _ responses: AlarmResponses,
        on screen: Screen,
        _ signals: SignalWatch
    ) throws {
        defer { screen.close() }
        // The loop hears of signals, too; this one does when the loop stands still.
        signals.start(graceTime: ScreenLoop.graceTime + 0.5, { _ in }, beforeExit: Screen.abandon)
        let player = Player(
            Playback(speed: speed?.factor ?? 1, isLooping: loop, reload: opening.recording.reload),
            memory: opening.recording.isOnDisk ? nil : Self.memory,
            start: at,
            responses: responses
        )
        var workspace = Workspace(
            RunSession(player),
            glyphs: screen.glyphs,
            compared: compared,
            isReadOnly: look.readonly
        )
        _ = workspace.update(.arrived(opening.arrival))
        var loop = ScreenLoop(workspace, source: opening.source, on: screen)
        let signal = loop.run()
        signals.isLeft()
        screen.close()
        // Of a pipe it is known only now; whoever left before it ended has seen what came.
        let state = loop.workspace.state
        if signal == nil, !opening.recording.isOnDisk, state.run == nil, state.latest == nil, state.evaluation == nil {
            let reason = state.reading.placedSentences.first.map { " (\($0))" } ?? ""
            throw BadInput("\(opening.recording.path) held no events\(reason)")
        }
        if let signal { throw ExitCode(128 + signal) }
    }

    /// Bytes of events that are kept of a pipe, to go back to.
    private static let memory = 64 << 20

    private func playToLog(_ recording: RecordingFile) throws(BadInput) {
        let output = OutputFile.standardOutput
        var log = PlayedLog(
            output,
            isJSON: jsonl,
            speed: speed?.factor ?? .infinity,
            start: at,
            isOnDisk: recording.isOnDisk
        )
        let read = try recording.hand(to: &log)
        guard read.hasEvents else { throw recording.noEventsError(read.report) }
        log.end(read.report)
        try output.checkWritten()
        recording.remarks(read.report).forEach(warn)
    }
}

/// How fast a recording plays: 0.25 and up, or max.
struct PlaybackSpeed: ExpressibleByArgument {
    var factor: Double

    init?(argument: String) {
        if argument == "max" {
            factor = .infinity
        } else if let factor = Double(argument), factor.isFinite, factor > 0 {
            self.factor = factor
        } else {
            return nil
        }
    }
}

/// A recording and what was read of it before it is shown.
private struct Opening {
    let recording: RecordingFile
    let source: any EventSource
    private(set) var arrival = Arrival()

    init(_ recording: RecordingFile, _ source: any EventSource) {
        (self.recording, self.source) = (recording, source)
    }

    /// Reads up to the first events.
    ///
    /// - Throws: when there are none.
    mutating func awaitEvents() throws(BadInput) {
        while arrival.events.count == 0, !arrival.status.isOver {
            source.poll(limit: 1, into: &arrival)
            if arrival.events.count == 0, !arrival.hasMore { source.wait() }
        }
        guard arrival.events.count == 0 else { return }
        if case .broken(let reason) = arrival.status { throw BadInput(reason) }
        throw recording.noEventsError(arrival.skipped)
    }
}
