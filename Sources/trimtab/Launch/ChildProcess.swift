import Glibc
import Platform
import Synchronization

/// A program that was started, followed to its end by a thread of its own.
final class ChildProcess: Sendable {
    /// Where a program's own output goes.
    enum Output {
        /// Nowhere, and nothing can be typed: in a session of its own.
        case nothing
        /// Where ours goes.
        case inherited
        /// To our standard error, all of it: standard output is for events.
        case standardError
        /// To a file, while nothing can be typed: in a session of its own, where the program outlives us and our terminal.
        case file(LogFile)
    }

    let id: pid_t
    private let end = Mutex<ProcessEnd?>(nil)
    /// Readable once the program has ended.
    let readiness: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: its name, looked for in PATH as a shell does, and its arguments.
    ///   - environment: its variables.
    /// - Throws: why it cannot be started.
    init(_ words: [String], environment: ChildEnvironment, output: Output) throws(StartError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw StartError(words, errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        id = try Self.spawn(words, environment, output)
        readiness = ends[0]
        let (id, last) = (id, ends[1])
        NamedThread("child") { [self] in
            var information = unsafe siginfo_t()
            // Until it has been waited for, its number belongs to no other process.
            while unsafe waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            end.withLock { end in
                var status: Int32 = 0
                end = unsafe waitpid(id, &status, 0) == id ? ProcessEnd(status) : .code(1)
            }
            close(last)
        }
    }

    /// How it ended; nil while it runs.
    var outcome: ProcessEnd? { end.withLock { $0 } }

    /// Sends it a signal, unless it has ended.
    func signal(_ number: Int32) {
        end.withLock { if $0 == nil { _ = kill(id, number) } }
    }

    private static func spawn(
        _ words: [String],
        _ environment: ChildEnvironment,
        _ output: Output
    ) throws(StartError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        switch output {
        case .inherited: break
        case .standardError: unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        case .nothing:
            for target in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
                unsafe posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            }
            flags |= setsid
        case .file(let file):
            unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            for target in [STDOUT_FILENO, STDERR_FILENO] {
                unsafe posix_spawn_file_actions_adddup2(&actions, file.descriptor, target)
            }
            flags |= setsid
        }
        // What this program ignores for its own sake, others expect to hear of.
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        for signal in [SIGPIPE, SIGXFSZ] { unsafe sigaddset(&defaults, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var process = pid_t()
        let failure = unsafe environment.withStrings {
            unsafe posix_spawnp(&process, words[0], &actions, &attributes, &arguments, $0)
        }
        guard failure == 0 else { throw StartError(words, failure) }
        return process
    }

    /// glibc's POSIX_SPAWN_SETSID, a GNU extension that Swift does not import.
    private static let setsid: Int32 = 0x80
}

/// How a process ended.
enum ProcessEnd: Equatable, Sendable, CustomStringConvertible {
    case code(Int32)
    case signal(Int32)

    /// - Parameter status: as waitpid(2) gives it.
    init(_ status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .code(status >> 8 & 0xff) : .signal(signal)
    }

    var description: String {
        switch self {
        case .code(let code): "ended with exit code \(code)"
        case .signal(let signal): "was ended by \(signalName(signal))"
        }
    }

    /// What a shell makes of it.
    var exitCode: Int32 {
        switch self {
        case .code(let code): code
        case .signal(let signal): 128 + signal
        }
    }
}
