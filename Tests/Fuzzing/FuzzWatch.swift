import Foundation

/// Limits on each try of a fuzzer that has a process for itself: a second of computing, and what memory it may add.
///
/// What breaks a limit ends the process, and trimtab-fuzz-PID.log in the temporary folder says in which try. Not for a process that does anything else: the time and the
/// memory are those of all of it.
public enum FuzzWatch {
    /// What the try at hand is called when the process dies, NUL at its end.
    private nonisolated(unsafe) static let label = UnsafeMutablePointer<CChar>.allocate(capacity: 64)

    /// Runs so many tries, each with its generator; an error ends the process like any other fault.
    ///
    /// - Parameter memory: bytes that the process may grow by over all tries.
    public static func run(_ tries: Int, memory: Int = 300_000_000, _ body: (inout SplitMix64) throws -> Void) {
        // A test sees nothing of what such a process writes.
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-fuzz-\(getpid()).log").path
        let file = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        dup2(file, STDERR_FILENO)
        defer {
            close(file)
            unlink(log)
        }
        for signal in [SIGVTALRM, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            Foundation.signal(signal) { signal in
                write(STDERR_FILENO, FuzzWatch.label, strlen(FuzzWatch.label))
                Foundation.signal(signal, SIG_DFL)
                raise(signal)
            }
        }
        let start = peakMemory
        for attempt in 0..<tries {
            let words = "fuzzing: seed \(Fuzz.seed), try \(attempt) ended here\n"
            _ = words.utf8CString.withUnsafeBufferPointer { strncpy(label, $0.baseAddress!, 63) }
            // Of this process's own time: how long others keep the machine busy does not count.
            var second = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 1, tv_usec: 0))
            setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &second, nil)
            var generator = Fuzz.generator(of: attempt)
            do {
                try body(&generator)
            } catch {
                fatalError("\(error)")
            }
            guard peakMemory - start < memory else { fatalError("\((peakMemory - start) / 1_000_000) MB more") }
        }
        var none = itimerval()
        setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &none, nil)
    }

    /// The most memory that this process has had, in bytes.
    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
