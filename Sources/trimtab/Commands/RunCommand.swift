import ArgumentParser
import Glibc
import Links
import Platform
import Telemetry
import Terminal

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start a PyTorch program, unchanged, and watch and steer its training.",
        usage: "trimtab run [<options>] [--] <program> [<arguments> ...]",
        discussion: """
            Exits with the program's exit code; 126 and 127 mean that it could not be started. TRIMTAB=off starts it \
            unwatched.
            """
    )

    @OptionGroup var options: LaunchOptions

    @Flag(help: "Print a log instead of opening the dashboard.")
    var headless = false

    @Flag(
        help:
            "Print the events, one JSON object per line, and the program's output on standard error; implies --headless."
    )
    var jsonl = false

    @OptionGroup var against: Against
    @OptionGroup var alarms: AlarmOptions
    @OptionGroup var look: DisplayOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The program and its arguments, such as python train.py.", valueName: "program")
    )
    var command: [String] = []

    func run() throws {
        let words = command.first == "--" ? Array(command.dropFirst()) : command
        do {
            let end = try reportingBadInput { try start(words) }
            if end != 0 { throw ExitCode(end) }
        } catch let error as StartError {
            warn(error.description)
            throw ExitCode(error.exitCode)
        }
    }

    func validate() throws {
        guard let first = command.first(where: { $0 != "--" }) else {
            throw ValidationError("Name the program: trimtab run -- python train.py")
        }
        // Behind -- it would be the program's name.
        guard first.hasPrefix("-"), command.first != "--" else { return }
        if ["-h", "--help"].contains(first) { throw CleanExit.helpRequest(self) }
        throw ValidationError("Unknown option '\(first)'")
    }

    /// - Returns: the exit code.
    private func start(_ words: [String]) throws -> Int32 {
        guard !isOff else {
            warn("TRIMTAB=off: the program runs unwatched")
            try replaceThisProgram(with: words)
        }
        let hook = try ClientFolder.hook(of: ClientFolder.program, named: environmentValue(ClientFolder.variable))
        let launch = try Launch(words, options: options, hook: hook)
        let configuration = try Configuration.read()
        let answers = try alarms.answers(configuration)
        return headless || jsonl || isatty(STDOUT_FILENO) == 0
            ? try log(launch, answers) : try show(launch, answers, on: look.screen(configuration))
    }

    // MARK: On the dashboard

    private func show(_ launch: Launch, _ answers: AlarmAnswers, on screen: ScreenOptions) throws -> Int32 {
        let compared = try against.read()
        let log = try LogFile(making: launch.files.log)
        let watch = LaunchWatch(for: launch.id)
        let child = try launch.start(output: .file(log))
        SignalForwarding.start(to: child, sharesTerminal: false)
        return LaunchScreen(launch, child, watch, log, answers).follow(on: screen, compared, isReadOnly: look.readonly)
    }

    // MARK: As a log

    private func log(_ launch: Launch, _ answers: AlarmAnswers) throws -> Int32 {
        let watch = LaunchWatch(for: launch.id)
        let child = try launch.start(output: jsonl ? .standardError : .inherited)
        SignalForwarding.start(to: child, sharesTerminal: true)
        let (end, isWhole) = LaunchLog(launch, child, watch, printsEvents: jsonl, answers: answers).follow()
        return end == .code(0) && !isWhole ? 1 : end.exitCode
    }

    // MARK: Unwatched

    private var isOff: Bool { ["off", "0"].contains(environmentValue("TRIMTAB")?.lowercased()) }

    private func replaceThisProgram(with words: [String]) throws(StartError) -> Never {
        do throws(ProcessStartError) { try replaceThisProcess(with: words) } catch {
            throw StartError(words, error.code)
        }
    }
}
