import Glibc
import Platform
import Synchronization

/// A child process, whose end is awaited by a thread of its own.
final class ChildProcess: Sendable {
    /// Where the program's own output goes.
    enum Output {
        /// Nowhere, with no input, in its own session.
        case nothing
        /// Where this process's output goes.
        case inherited
        /// To standard error: standard output is for events.
        case standardError
        /// To a file, with no input, in its own session, so that the program outlives this process and its terminal.
        case file(LogFile)
    }

    let id: pid_t
    private let end = Mutex<ProcessEnd?>(nil)
    /// Readable once the program has ended.
    let readiness: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: its name, looked up in PATH as a shell does, and its arguments.
    ///   - environment: its variables.
    /// - Throws: if it cannot be started.
    init(_ words: [String], environment: ChildEnvironment, output: Output) throws(StartError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw StartError(words, errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        do throws(ProcessStartError) { id = try Self.start(words, environment, output) } catch {
            throw StartError(words, error.code)
        }
        readiness = ends[0]
        let (id, last) = (id, ends[1])
        NamedThread("child") { [self] in
            var information = unsafe siginfo_t()
            // Until the process is waited for, under the lock, its ID belongs to no other process.
            while unsafe waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            end.withLock { $0 = ProcessEnd(of: id) }
            close(last)
        }
    }

    /// How it ended; nil while it runs.
    var outcome: ProcessEnd? { end.withLock { $0 } }

    /// Sends it a signal, unless it has ended.
    func signal(_ number: Int32) {
        end.withLock { if $0 == nil { _ = kill(id, number) } }
    }

    private static func start(
        _ words: [String],
        _ environment: ChildEnvironment,
        _ output: Output
    ) throws(ProcessStartError) -> pid_t {
        switch output {
        case .inherited: try startProcess(words, environment: environment)
        case .standardError:
            try startProcess(
                words,
                environment: environment,
                descriptors: [STDOUT_FILENO: .descriptor(STDERR_FILENO)]
            )
        case .nothing:
            try startProcess(
                words,
                environment: environment,
                descriptors: [STDIN_FILENO: .null, STDOUT_FILENO: .null, STDERR_FILENO: .null],
                inNewSession: true
            )
        case .file(let file):
            try startProcess(
                words,
                environment: environment,
                descriptors: [
                    STDIN_FILENO: .null, STDOUT_FILENO: .descriptor(file.descriptor),
                    STDERR_FILENO: .descriptor(file.descriptor),
                ],
                inNewSession: true
            )
        }
    }
}
