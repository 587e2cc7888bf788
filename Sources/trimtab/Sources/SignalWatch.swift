import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP of a program without a screen into calls on a thread of its own: the first asks it to
/// end, another one ends it, unless it comes with the first: who signals a process and its group sends two. A signal that
/// was ignored from the start, as nohup does, stays ignored.
final class SignalWatch: Sendable {
    /// Seconds within which signals count as one.
    private static let together = 0.5

    private let caught = Atomic<Int32>(0)

    /// The first signal that came; nil so far.
    var signal: Int32? {
        let signal = caught.load(ordering: .acquiring)
        return signal == 0 ? nil : signal
    }

    /// - Parameters:
    ///   - onSignal: called once, with the first signal.
    ///   - beforeExit: called once, when another signal ends the program; it has to be short.
    func start(_ onSignal: @escaping @Sendable (Int32) -> Void, beforeExit: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        signalPipe.store(ends[1], ordering: .releasing)
        for signal in [SIGINT, SIGTERM, SIGHUP] { Self.take(signal) }
        let end = ends[0]
        let thread = Thread { [self] in
            var number: UInt8 = 0
            var first: Double?
            while read(end, &number, 1) == 1 || errno == EINTR {
                let signal = Int32(number)
                guard let first else {
                    first = monotonicSeconds()
                    caught.store(signal, ordering: .releasing)
                    onSignal(signal)
                    continue
                }
                guard monotonicSeconds() - first > Self.together else { continue }
                beforeExit()
                _exit(128 + signal)
            }
        }
        thread.name = "signals"
        thread.start()
    }

    private static func take(_ signal: Int32) {
        var action = sigaction()
        sigaction(signal, nil, &action)
        // Comparing C function pointers needs their bits.
        guard unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
        else { return }
        action.__sigaction_handler.sa_handler = { number in
            let kept = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(signalPipe.load(ordering: .acquiring), &byte, 1)
            errno = kept
        }
        action.sa_flags = Int32(SA_RESTART)
        sigaction(signal, &action, nil)
    }
}

/// Where the handler writes the number: libraries' threads take signals too, so no mask would keep them off.
private let signalPipe = Atomic<Int32>(-1)
