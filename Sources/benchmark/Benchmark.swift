import ArgumentParser

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure Trimtab against its peers, in turn in one run.",
        subcommands: [TrainingCommand.self, WorkerCommand.self]
    )
}
