import Glibc
import Platform
import Synchronization

/// Forwards the signals that this process receives: such signals are meant for the program.
enum SignalForwarding {
    private static let forwarded = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2]

    /// Starts forwarding, on a thread of its own. A signal that was ignored from the start, as under nohup, stays ignored, by
    /// the program too.
    ///
    /// - Parameter sharesTerminal: true if the program is in the terminal's foreground group too, so that the signals of keys
    ///   reach it directly.
    static func start(to child: ChildProcess, sharesTerminal: Bool) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        signalPipe.store(ends[1], ordering: .releasing)
        let end = ends[0]
        NamedThread("signals") {
            var signal = CaughtSignal()
            while unsafe withUnsafeMutableBytes(of: &signal, { unsafe read(end, $0.baseAddress, $0.count) }) > 0 {
                if !(sharesTerminal && signal.isFromTerminal) { child.signal(signal.number) }
            }
        }
        resume()
    }

    /// Catches the signals again after other code has caught them.
    static func resume() { forwarded.forEach(catchSignal) }

    private static func catchSignal(_ signal: Int32) {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        // C function pointers can only be compared by their bits.
        guard
            unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
                != unsafeBitCast(SIG_IGN, to: Int.self)
        else { return }
        unsafe action.__sigaction_handler.sa_sigaction = { number, information, _ in
            let kept = errno
            // The signals of terminal keys come from the kernel itself.
            var signal = unsafe CaughtSignal(
                number: number,
                isFromTerminal: information?.pointee.si_code == Int32(SI_KERNEL)
            )
            _ = unsafe withUnsafeBytes(of: &signal) {
                unsafe write(signalPipe.load(ordering: .acquiring), $0.baseAddress, $0.count)
            }
            errno = kept
        }
        action.sa_flags = Int32(SA_RESTART) | Int32(SA_SIGINFO)
        unsafe sigaction(signal, &action, nil)
    }
}

private struct CaughtSignal {
    var number: Int32 = 0
    var isFromTerminal = false
}

private let signalPipe = Atomic<Int32>(-1)
