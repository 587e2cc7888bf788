import ArgumentParser
import Dashboard
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
    var at = Moment.end

    @Flag(help: "Draw with 7-bit characters only.")
    var ascii = false

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            var dashboard = Dashboard(subject: .run, glyphs: ascii ? .ascii : .braille)
            let read = try recording.forEachEvent { event in
                // One that does not follow may be a step that was wrong, or one of a count that begins anew.
                if case .step(let target) = at, case .step(let record) = event, record.step > target,
                    dashboard.state.isNext(record.step)
                {
                    return false
                }
                dashboard.state.take(event)
                return true
            }
            guard read.events > 0 else { throw recording.emptiness(read.report) }
            dashboard.state.reading = read.report
            if at == .end { dashboard.breakOff() }
            let output = OutputFile.standardOutput
            output.print(dashboard.render(columns: size.columns, rows: size.rows).lines.joined(separator: "\n"))
            try output.checkWritten()
            recording.remarks(read.report).forEach(warn)
        }
    }
}
