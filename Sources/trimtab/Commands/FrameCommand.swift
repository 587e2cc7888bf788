import ArgumentParser
import Dashboard
import Links
import Telemetry

struct FrameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Print one screen of a recording as plain text."
    )

    @Argument(help: "The recording, or - for standard input.", completion: .file())
    var file: String

    @Option(help: "Columns and rows of the screen.")
    var size = Size(argument: "120x36")!

    @Option(help: ArgumentHelp("The step to show, or end.", valueName: "step|end"))
    var at = PlaybackStart.end

    @Flag(help: "Draw with 7-bit characters only.")
    var ascii = false

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            var course = CourseTo(at)
            let read = try recording.hand(to: &course)
            guard read.hasEvents else { throw recording.emptiness(read.report) }
            var state = course.state
            state.note(reading: read.report)
            if at == .end { state.breakOff() }
            let workspace = Workspace(state, glyphs: ascii ? .ascii : .braille)
            let output = OutputFile.standardOutput
            output.print(workspace.render(columns: size.columns, rows: size.rows).lines.joined(separator: "\n"))
            try output.checkWritten()
            recording.remarks(read.report).forEach(warn)
        }
    }
}

/// A run as it stood at a moment of a recording.
struct CourseTo: RecordingTaker {
    private(set) var state = RunState()
    private(set) var isDone = false
    /// The last step taken; nil for the end.
    private let last: Int?

    init(_ moment: PlaybackStart) {
        last = if case .step(let step) = moment { step } else { nil }
    }

    mutating func take(step: borrowing StepRecord) {
        // One that does not follow may be a step that was wrong, or one of a count that begins anew.
        if let last, !isDone, step.step > last, state.isNext(step.step) { isDone = true }
        if !isDone { state.take(step: step) }
    }

    mutating func take(_ event: Event) {
        if !isDone { state.take(event) }
    }
}
