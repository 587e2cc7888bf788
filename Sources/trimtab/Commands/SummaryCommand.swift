import ArgumentParser
import Links
import Telemetry

struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Print a recording on one page: best values, clipping by setting, alarms, changes."
    )

    @OptionGroup var recording: RecordingArgument

    func run() throws {
        try recording.print { recording, output in
            var report = RunReport()
            let read = try recording.read(into: &report)
            output.print(report.lines.joined(separator: "\n"))
            return read
        }
    }
}
