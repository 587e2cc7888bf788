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

    @OptionGroup var recording: RecordingArgument

    @Argument(help: "Recordings to compare with, as --against.", completion: .file())
    var others: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Speed: any positive factor of real time, or max.", valueName: "x|max"),
        transform: PlaybackSpeed.init
    )
    var speed: PlaybackSpeed?

    @Option(moment: "Where to start: a step, or end.")
    var at: PlaybackStart?

    @Flag(help: "Start again at the end.")
    var loop = false

    @OptionGroup var log: LogOptions
    @OptionGroup var against: Against
    @OptionGroup var look: DisplayOptions

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: recording.file)
            defer { recording.close() }
            if log.isLog { return try playToLog(recording) }
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
        // Of a pipe it is known only now; a viewer that left earlier has seen what came.
        let state = loop.workspace.state
        if signal == nil, !opening.recording.isOnDisk, state.run == nil, state.latest == nil, state.evaluation == nil {
            let reason = state.reading.sentencesWithLines.first.map { " (\($0))" } ?? ""
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
            isJSON: self.log.jsonl,
            speed: speed?.factor ?? .infinity,
            start: at,
            isOnDisk: recording.isOnDisk
        )
        let report = try recording.read(into: &log)
        log.end(report)
        try output.checkWritten()
        recording.remarks(report).forEach(warn)
    }
}
