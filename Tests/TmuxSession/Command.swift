import Foundation

/// What a program wrote, standard error included, and its exit status (128 and the signal's number when one ended it).
public struct Finished: Sendable {
    public var output: String
    public var status: Int
}

/// Runs a program to its end, with nothing to read and no terminal.
///
/// Not with Foundation's Process: a tmux server that outlives the call would inherit the pipes of other tests
/// that run at the same time, and their end would never come.
public func finish(_ arguments: [String], environment: [String: String] = [:], scratch: URL) throws -> Finished {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let output = scratch.appendingPathComponent("output-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)

    // The threads tests run on block signals, which every process in the terminal would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var variables = ProcessInfo.processInfo.environment
    variables.merge(environment) { $1 }
    var words = arguments.map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + settings).forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawnp(&process, arguments[0], &actions, &attributes, &words, &settings)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = Int(status & 0x7f)
    return Finished(
        output: try String(decoding: Data(contentsOf: output), as: UTF8.self),
        status: signal == 0 ? Int(status >> 8) & 0xff : 128 + signal
    )
}

/// Runs a program to its end and returns what it wrote.
public func run(_ arguments: [String], environment: [String: String] = [:], scratch: URL) throws -> String {
    try finish(arguments, environment: environment, scratch: scratch).output
}
