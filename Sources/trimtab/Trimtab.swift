import ArgumentParser
import Glibc
import Links
import Telemetry
import Terminal

@main
struct Trimtab: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a network train, and steer it while it does.",
        discussion: """
            Exit codes: 0 finished or stopped by the operator, 1 the run failed or its output was lost, 2 bad input (recipe, file or value) or a rejected command, \
            3 unknown whether a command was applied, 64 a command line that does not parse, 126 a program that run cannot start, \
            127 one that is not found (any other code of run is the program's), 129 hung up, 130 interrupted, 143 terminated.
            """,
        version: programVersion,
        subcommands: [
            TrainCommand.self, RunCommand.self, PlayCommand.self, FrameCommand.self, SummaryCommand.self,
            ExportCommand.self,
            RecipesCommand.self,
            AttachCommand.self,
            RunsCommand.self, ControlCommand.self,
        ]
    )

    static func main() {
        openStandardDescriptors()
        // A reader that goes away, and a limit on the size of files, are errors of the write, which has somebody to handle it.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        LastWords.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            // What succeeds is help and the like, of which nothing is the operator's.
            if code.isSuccess { exit(withError: error) }
            // A message about the command line repeats what is in it.
            let message = fullMessage(for: error)
            if !message.isEmpty { OutputFile.standardError.print(message) }
            exit(withError: code)
        }
    }
}

/// Opens the standard descriptors that are closed, so that no file of ours gets the number of one and what is printed.
private func openStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
        _ = unsafe open("/dev/null", O_RDWR)
    }
}
