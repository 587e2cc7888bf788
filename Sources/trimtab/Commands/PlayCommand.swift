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

    @Argument(help: "The recording, or - for standard input as it comes.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("Times real time, or max.", valueName: "x|max"))
    var speed: PlaybackSpeed?

    @Option(help: ArgumentHelp("Where to begin: a step, or end.", valueName: "step|end"))
    var at: Moment?

    @Flag(help: "Begin again at the end.")
    var loop = false

    @Flag(help: "Print a log instead of opening the dashboard.")
    var headless = false

    @Flag(help: "Print the events, one JSON object a line; implies --headless.")
    var jsonl = false

    @OptionGroup var look: Look

    func run() throws {
        try reportingBadInput {
            if headless || jsonl { return try playToLog() }
            try checkThatFileHoldsEvents()
            let signals = SignalWatch()
            do {
                let screen = try Screen(ascii: look.ascii, color: !look.noColor)
                try play(on: screen, signals)
            } catch let error as ScreenError {
                signals.release()
                warn("\(error); printing the log instead")
                try playToLog()
            }
        }
    }

    private func play(on screen: Screen, _ signals: SignalWatch) throws {
        defer { screen.close() }
        // The loop hears of signals, too; this one does when the loop stands still.
        signals.start(graceTime: ScreenLoop.graceTime + 0.5, { _ in }, beforeExit: Screen.abandon)
        let input = try RecordingStream(path: file)
        let feed = PlaybackFeed(
            input,
            speed: speed?.factor ?? 1,
            isLooping: loop,
            start: at
        )
        var loop = ScreenLoop(
            screen: screen,
            dashboard: Dashboard(subject: .recording, glyphs: screen.glyphs),
            feed: feed
        )
        let signal = loop.run()
        signals.isLeft()
        screen.close()
        // Of a pipe it is known only now; whoever left before it ended has seen what came.
        let state = loop.dashboard.state
        if signal == nil, input.isArriving, state.run == nil, state.latest == nil, state.evaluation == nil {
            let reason = state.reading.placedSentences.first.map { " (\($0))" } ?? ""
            throw BadInput("\(file == "-" ? "standard input" : file) held no events\(reason)")
        }
        if let signal { throw ExitCode(128 + signal) }
    }

    /// Looks for a first event before anything is shown; what comes through a pipe comes once, and is shown.
    private func checkThatFileHoldsEvents() throws(BadInput) {
        guard file != "-", !RecordingFile.isPipe(file) else { return }
        let recording = try RecordingFile(path: file)
        defer { recording.close() }
        var first = FirstEvent()
        let read = try recording.hand(to: &first)
        if !read.hasEvents { throw recording.emptiness(read.report) }
    }

    private func playToLog() throws(BadInput) {
        let recording = try RecordingFile(path: file)
        defer { recording.close() }
        let output = OutputFile.standardOutput
        var log = PlayedLog(
            output,
            isJSON: jsonl,
            speed: speed?.factor ?? .infinity,
            start: at,
            isOnDisk: recording.isOnDisk
        )
        let read = try recording.hand(to: &log)
        guard read.hasEvents else { throw recording.emptiness(read.report) }
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

/// Sees whether there is an event at all.
private struct FirstEvent: RecordingTaker {
    private(set) var isDone = false

    mutating func take(step _: borrowing StepRecord) { isDone = true }
    mutating func take(_: Event) { isDone = true }
}
