import ArgumentParser
import Dashboard
import Links
import Telemetry

struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Send a command to a run, and wait for its answer.",
        discussion: """
            Requests: \(Request.commandLine).
            Exit codes: 0 applied, 2 rejected, 3 unknown.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The run: its name, the start of it, its process ID, or the path of its socket.",
            valueName: "run"
        )
    )
    var target: String

    @Argument(help: ArgumentHelp("The command.", valueName: "request"))
    var words: [String]

    @Flag(help: "After step, wait for those steps; after stop, for the end of the run.")
    var wait = false

    @Flag(help: "Print the run's answer as JSON.")
    var json = false

    @Option(help: "Longest wait in seconds (default: until the run ends).")
    var timeout: Double?

    @Option(help: "The author that is shown and recorded.")
    var by = "control"

    func run() throws {
        try reportingBadInput {
            let request = try Request(words: words)
            if let timeout, !(timeout >= 0) { throw BadInput("--timeout \(shortest(timeout)) must not be negative") }
            let socket = try runSocket(target)
            let session = String(UInt64.random(in: 0 ... .max), radix: 16)
            let command = Command(id: 1, request: request, by: by, session: session)
            let asked: AskedCommand
            do throws(LinkError) {
                let source = try StreamSource(connectingTo: socket)
                asked = try AskedCommand(command, to: source, seconds: timeout ?? .infinity)
            } catch {
                throw BadInput(error.description)
            }
            try report(asked.outcome(isCompleted: wait))
        }
    }

    private func report(_ outcome: AskedCommand.Outcome) throws {
        let output = OutputFile.standardOutput
        switch outcome {
        case .applied(let applied, let end):
            try write(.applied(applied), sentence(applied), to: output)
            if let end, wait, !json { output.print("the run has ended: \(end.outcome.rawValue)") }
        case .rejected(let rejected):
            try write(.rejected(rejected), nil, to: output)
            throw BadInput(rejected.reason)
        case .unknown(let reason):
            warn("\(reason); it is not known whether \(words.joined(separator: " ")) took effect")
            throw ExitCode(3)
        case .unfinished(let applied, let reason):
            try write(.applied(applied), nil, to: output)
            warn("applied from step \(NumberFormat.count(applied.step)), but not completed: \(reason)")
            throw ExitCode(3)
        }
        try output.checkWritten()
    }

    private func sentence(_ applied: Applied) -> String {
        let step = NumberFormat.count(applied.step)
        if applied.request == .stop { return "stopped at step \(step) (by \(applied.by))" }
        return "\(TimelineEntry(applied).text) from step \(step)"
    }

    private func write(_ answer: Event, _ sentence: String?, to output: OutputFile) throws {
        if json {
            var encoder = LineEncoder()
            encoder.append(answer)
            output.write(encoder.bytes)
        } else if let sentence {
            output.print(sentence)
        }
    }
}
