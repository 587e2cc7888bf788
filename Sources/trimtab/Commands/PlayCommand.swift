import ArgumentParser
import Dashboard
import Glibc
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
        let read = try recording.forEachEvent { _ in false }
        if read.events == 0 { throw recording.emptiness(read.report) }
    }

    private func playToLog() throws(BadInput) {
        let recording = try RecordingFile(path: file)
        defer { recording.close() }
        let output = OutputFile.standardOutput
        let text = TextLog(output)
        let sink: any EventSink = jsonl ? LineLog(output) : text
        var gaps = Gaps(speed: speed?.factor ?? .infinity)
        var hasBegun = at == nil
        var before = RunState()
        let read = try recording.forEachEvent { event in
            hasBegun = hasBegun || begins(at: event, after: before)
            if !hasBegun { before.take(event) }
            if case .step(let record) = event, hasBegun { gaps.wait(before: record, beforeSleeping: sink.flush) }
            if hasBegun || isOpening(event) { sink.take(event) }
            return output.trouble == nil
        } pause: { report in
            if !jsonl { text.note(report) }
            // What comes as it is written is wanted at once.
            if !recording.isOnDisk { sink.flush() }
        }
        guard read.events > 0 else { throw recording.emptiness(read.report) }
        if !jsonl, output.trouble == nil {
            text.note(read.report)
            text.breakOff()
        }
        sink.flush()
        try output.checkWritten()
        recording.remarks(read.report).forEach(warn)
    }
}

extension PlayCommand {
    /// Whether an event is where the operator wants to begin; a step that is far off may be one that is wrong.
    private func begins(at event: Event, after state: RunState) -> Bool {
        switch (at, event) {
        case (.step(let target), .step(let record)): record.step >= target && state.isNext(record.step)
        case (.end, .end): true
        default: false
        }
    }

    private func isOpening(_ event: Event) -> Bool {
        if case .run = event { true } else { false }
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

/// Sleeps between steps as long as the run took, divided by the speed; long gaps are shortened.
private struct Gaps {
    var speed: Double
    private var lastTime: Double?

    init(speed: Double) {
        self.speed = speed
    }

    mutating func wait(before record: StepRecord, beforeSleeping flush: () -> Void) {
        defer { lastTime = record.time }
        guard speed.isFinite, let lastTime else { return }
        let gap = min(max(record.time - lastTime, 0), Recording.longestGap) / speed
        guard gap > 0 else { return }
        flush()
        usleep(UInt32(min(gap * 1e6, 4e9)))
    }
}
