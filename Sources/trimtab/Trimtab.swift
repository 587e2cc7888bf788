import ArgumentParser
import Glibc
import Links
import Telemetry
import Terminal
import YAML

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
        // A reader that is gone, or a file size limit, then fails the write, where the error is handled.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        CrashMessage.prepare()
        var kind: any ParsableCommand.Type = Self.self
        do {
            try checkCommand(CommandLine.arguments.dropFirst().first)
            var command = try parseAsRoot()
            kind = type(of: command)
            try command.run()
        } catch {
            let code = exitCode(for: error)
            // A successful exit prints help and the like, which quote no input.
            if code.isSuccess { exit(withError: error) }
            // The message quotes the command line, so it is made printable.
            let message = message(of: error, from: kind)
            if !message.isEmpty { OutputFile.standardError.print(message) }
            exit(withError: code)
        }
    }

    /// The message of an error, with the usage of the command that it comes from if that was given the wrong options.
    private static func message(of error: any Error, from kind: any ParsableCommand.Type) -> String {
        // The library knows which command it parsed only for what is wrong while it parses.
        guard error is ValidationError, kind != Self.self else { return fullMessage(for: error) }
        let name = kind.configuration.commandName ?? ""
        return """
            Error: \(self.message(for: error))
            Usage: \(usageString(for: kind))
              See 'trimtab \(name) --help' for more information.
            """
    }

    /// - Throws: for a first word that is not a command.
    private static func checkCommand(_ word: String?) throws {
        guard let word, !word.hasPrefix("-"), word != "help" else { return }
        let known = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !known.contains(word) else { return }
        let near = nearest(to: word, among: known).map { " (the nearest is \($0))" } ?? ""
        warn("unknown command '\(abbreviated(word))'\(near); trimtab help lists them")
        throw ExitCode.validationFailure
    }
}

/// Opens the standard descriptors that are closed, so that no other file gets one of their numbers and what is printed.
private func openStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
        _ = unsafe open("/dev/null", O_RDWR)
    }
}
