import ArgumentParser
import Links
import Telemetry

/// The recording that a command reads.
struct RecordingArgument: ParsableArguments {
    @Argument(help: "The recording, or - for standard input.", completion: .file())
    var file: String

    /// Opens the recording, has the command read and print it, and warns of what could not be read.
    ///
    /// - Parameter print: gives back what was read.
    func print(_ print: (RecordingFile, OutputFile) throws -> ReadingReport) throws {
        try reportingBadInput {
            let recording = try RecordingFile(path: file)
            defer { recording.close() }
            let output = OutputFile.standardOutput
            let report = try print(recording, output)
            try output.checkWritten()
            recording.remarks(report).forEach(warn)
        }
    }
}

extension RecordingFile {
    /// Passes all events on.
    ///
    /// - Throws: `BadInput` when there are none.
    func read(into receiver: inout some RecordingReceiver) throws(BadInput) -> ReadingReport {
        let read = try deliver(to: &receiver)
        guard read.hasEvents else { throw noEventsError(read.report) }
        return read.report
    }
}
