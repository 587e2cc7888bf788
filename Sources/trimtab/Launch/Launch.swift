import Glibc
import Links
import Platform
import Telemetry

/// A program to start so that its training can be watched.
struct Launch {
    /// The program and its arguments.
    let words: [String]
    /// Identifies the program's runs.
    let id: String
    let files: RunFiles
    let environment: ChildEnvironment

    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - options: the run's options from the command line.
    ///   - hook: the folder that makes a Python program watchable.
    init(_ words: [String], options: LaunchOptions, hook: String) throws(BadInput) {
        self.words = words
        id = Self.makeID()
        files = RunFiles(recording: try options.recordingPath(), name: options.name ?? Self.name(of: words), launch: id)
        var environment = ChildEnvironment()
        try options.apply(to: &environment)
        environment["TRIMTAB_HOOK"] = "1"
        environment["TRIMTAB_LAUNCH"] = id
        environment["TRIMTAB_RECORD"] = files.recording ?? "off"
        environment["TRIMTAB_LOG"] = nil
        environment["PYTHONUNBUFFERED"] = "1"
        let path = environment["PYTHONPATH"] ?? ""
        environment["PYTHONPATH"] = path.isEmpty ? hook : "\(hook):\(path)"
        self.environment = environment
    }

    /// The default name of a program's run: its script's.
    private static func name(of words: [String]) -> String {
        let script = words.first { $0.hasSuffix(".py") }
        return String((script.map { String($0.dropLast(3)) } ?? words[0]).split(separator: "/").last ?? "run")
    }

    func start(output: ChildProcess.Output) throws(StartError) -> ChildProcess {
        var environment = environment
        if case .file(let file) = output { environment["TRIMTAB_LOG"] = file.path }
        return try ChildProcess(words, environment: environment, output: output)
    }

    /// Eight letters and digits.
    private static func makeID() -> String {
        let signs = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<8).map { _ in signs.randomElement()! })
    }

    /// A line that reports that a program ended without being seen to train, with a likely cause.
    func unseen(_ end: ProcessEnd) -> String {
        end == .code(0) ? "no optimizer step was seen: \(cause)" : "\(words[0]) \(end), before any optimizer step"
    }

    private var cause: String {
        guard let option = PythonCommand(words)?.isolation else {
            return "only a Python program that trains with PyTorch becomes a run"
        }
        return
            "python \(option) reads no PYTHONPATH, by which the client gets in; leave \(option) out, or install the package "
            + "there and write python \(option) -m trimtab"
    }
}
