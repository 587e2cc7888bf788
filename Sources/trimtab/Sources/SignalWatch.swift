import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP of a program without a screen into a call on a thread of its own. The second one
/// ends the program at once.
///
/// Make it before any other thread, so that none of them takes the signals.
final class SignalWatch: Sendable {
    private let caught = Atomic<Int32>(0)

    /// Keeps the signals back from every thread made from now on.
    init() {
        var signals = Self.signals
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        return signals
    }

    /// The first signal that came; nil so far.
    var signal: Int32? {
        let signal = caught.load(ordering: .acquiring)
        return signal == 0 ? nil : signal
    }

    /// - Parameter onSignal: called once, with the first signal.
    func start(_ onSignal: @escaping @Sendable (Int32) -> Void) {
        let thread = Thread { [self] in
            var signals = Self.signals
            while true {
                var signal: Int32 = 0
                guard sigwait(&signals, &signal) == 0 else { continue }
                let (isFirst, _) = caught.compareExchange(
                    expected: 0,
                    desired: signal,
                    ordering: .acquiringAndReleasing
                )
                if isFirst { onSignal(signal) } else { _exit(128 + signal) }
            }
        }
        thread.name = "signals"
        thread.start()
    }
}
