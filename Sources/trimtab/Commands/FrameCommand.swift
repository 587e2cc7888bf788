import ArgumentParser
import Dashboard
import Links
import Platform
import Telemetry

struct FrameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Print one screen of a recording: as plain text, in colours, or as a picture."
    )

    @Argument(help: "The recording, or - for standard input.", completion: .file())
    var file: String

    @Option(help: "Columns and rows of the screen.")
    var size = Size(argument: "120x36")!

    @Option(help: ArgumentHelp("The step to show, or end.", valueName: "step|end"))
    var at = PlaybackStart.end

    @Option(help: "Glyphs of the charts.")
    var glyphs = GlyphSet.braille

    @Flag(help: "Draw with 7-bit characters only (as --glyphs ascii does).")
    var ascii = false

    @Flag(exclusivity: .exclusive)
    var form: FrameForm?

    @Option(help: "The colours of --svg and --ansi.")
    var theme: ThemeName?

    @OptionGroup var against: Against

    func validate() throws {
        if theme != nil, form == nil { throw ValidationError("--theme goes together with --svg or --ansi.") }
    }

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            var course = CourseTo(at)
            let read = try recording.hand(to: &course)
            guard read.hasEvents else { throw recording.noEventsError(read.report) }
            var state = course.state
            state.note(reading: read.report)
            if at == .end { state.markDisconnected() }
            let workspace = Workspace(state, glyphs: ascii ? .ascii : glyphs, compared: try against.read())
            let output = OutputFile.standardOutput
            output.print(text(of: workspace.render(columns: size.columns, rows: size.rows)))
            try output.checkWritten()
            recording.remarks(read.report).forEach(warn)
        }
    }

    private func text(of grid: CellGrid) -> String {
        switch form {
        case nil: return grid.lines.joined(separator: "\n")
        case .svg: return grid.svg(Theme(theme ?? .dark), title: "trimtab: \(printable(file))")
        case .ansi:
            let depth = ColorDepth.fitting(environmentValue)
            return grid.ansi(Theme(theme ?? .dark), depth: depth, paintsBackground: theme != nil)
        }
    }
}

/// How a screen is printed, other than as plain text.
enum FrameForm: EnumerableFlag {
    case svg, ansi

    static func help(for form: FrameForm) -> ArgumentHelp? {
        switch form {
        case .svg: "Print a picture in SVG."
        case .ansi: "Print text with colours, in 24 bits where COLORTERM says so, else of 256."
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

    mutating func take(steps: ArraySlice<StepRecord>) {
        let count = isDone ? 0 : last.map { last in steps.prefix { $0.step <= last }.count } ?? steps.count
        if count > 0 { state.take(steps: steps.prefix(count)) }
        for index in steps.indices.dropFirst(count) { take(step: steps[index]) }
    }

    mutating func take(_ event: Event) {
        if !isDone { state.take(event) }
    }
}
