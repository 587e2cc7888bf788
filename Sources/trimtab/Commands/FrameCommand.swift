import ArgumentParser
import Dashboard
import Telemetry

struct FrameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Print one screen of a recording as plain text."
    )

    @Argument(help: "The recording.", completion: .file())
    var file: String

    @Option(help: "Columns and rows of the screen.")
    var size = Size(argument: "120x36")!

    @Option(help: ArgumentHelp("The step to show, or end.", valueName: "step|end"))
    var at = Moment.end

    @Flag(help: "Draw with 7-bit characters only.")
    var ascii = false

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            var dashboard = Dashboard(subject: .run, glyphs: ascii ? .ascii : .braille)
            let read = try recording.forEachEvent { event in
                if case .step(let target) = at, case .step(let record) = event, record.step > target { return false }
                dashboard.state.take(event)
                return true
            }
            guard read.events > 0 else { throw recording.emptiness }
            dashboard.state.skippedLines = read.skipped
            if at == .end { dashboard.breakOff() }
            let output = OutputFile.standardOutput
            output.print(dashboard.render(columns: size.columns, rows: size.rows).lines.joined(separator: "\n"))
            try output.checkWritten()
            if read.skipped > 0 { warn("skipped \(Figure.plural(read.skipped, "line")) of \(file), no events") }
        }
    }
}
