import ArgumentParser
import Links
import Telemetry

struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print a recording on one page: best values, clipping by setting, alarms, changes."
    )

    @Argument(help: "The recording, or - for standard input.", completion: .file())
    var file: String

    func run() throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            var report = RunReport()
            let read = try recording.hand(to: &report)
            guard read.hasEvents else { throw recording.noEventsError(read.report) }
            let output = OutputFile.standardOutput
            output.print(report.lines.joined(separator: "\n"))
            try output.checkWritten()
            recording.remarks(read.report).forEach(warn)
        }
    }
}
