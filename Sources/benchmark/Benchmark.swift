import ArgumentParser

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure Trimtab against its peers, in turn, in one run.",
        subcommands: [
            TrainingCommand.self, LongRunCommand.self, TelemetryCommand.self, ClientCommand.self, ReadingCommand.self,
            DashboardCommand.self,
            WorkerCommand.self, EventWorkerCommand.self,
        ]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess { exit(withError: error) }
            // The message quotes the command line, so it is made printable.
            complain(fullMessage(for: error))
            exit(withError: code)
        }
    }
}
