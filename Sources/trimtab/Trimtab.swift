import ArgumentParser

@main
struct Trimtab: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a network train, and steer it while it does.",
        discussion: """
            Exit codes: 0 finished or stopped by the operator, 1 the run failed or its output was lost, 2 bad input (recipe, file or value), \
            64 a command line that does not parse, 129 hung up, 130 interrupted, 143 terminated.
            """,
        subcommands: [TrainCommand.self, PlayCommand.self, FrameCommand.self, RecipesCommand.self]
    )
}
