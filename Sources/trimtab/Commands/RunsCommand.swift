import ArgumentParser
import Links
import Telemetry

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List your runs on this machine: state, step, loss and clip rate over the last 200 steps."
    )

    @Argument(
        help: ArgumentHelp("One run: its name, the start of it, or its process ID.", valueName: "run")
    )
    var target: String?

    @Flag(help: "Print one JSON object per line.")
    var json = false

    func run() throws {
        try reportingBadInput {
            var addresses = RunAddress.all()
            if let target {
                let path = try runSocket(target)
                addresses.removeAll { $0.path != path }
            }
            let summaries = RunSummary.all(of: addresses)
            let output = OutputFile.standardOutput
            if json {
                output.write(summaries.flatMap { $0.json + [UInt8(ascii: "\n")] })
            } else if !summaries.isEmpty {
                output.print(table([RunSummary.heads] + summaries.map(\.row)))
            }
            try output.checkWritten()
            if summaries.isEmpty, !json { warn("no runs on this machine") }
        }
    }
}

/// The socket of the run that a word means.
///
/// - Throws: `BadInput` when it means none, or several, or a file.
func runSocket(_ word: String) throws(BadInput) -> String {
    let target: RunTarget
    do {
        target = try RunTarget.find(word)
    } catch {
        throw BadInput(error.description)
    }
    switch target {
    case .socket(let path): return path
    case .file(let path): throw BadInput("\(path) is a file, not the socket of a run")
    }
}
