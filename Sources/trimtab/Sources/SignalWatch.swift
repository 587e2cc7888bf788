import Glibc
import Platform
import Synchronization
import Telemetry

/// Turns SIGINT, SIGTERM and SIGHUP into calls on a thread of its own, whatever other threads are doing. The first signal
/// asks the program to end; another one ends it, unless both arrive together, as when a process and its group are signaled.
/// A signal that was ignored from the start, as under nohup, stays ignored.
///
/// A screen that opens later sees the same signals.
final class SignalWatch: Sendable {
    /// Seconds within which signals count as one.
    private static let together = 0.5

    private let caught = Atomic<Int32>(0)
    private let isLeaving = Atomic<Bool>(false)
    /// The end of the pipe from which the signals' numbers are read.
    private let end: Int32
    private let watched: [Int32]

    /// The first signal; nil if none has arrived.
    var signal: Int32? {
        let signal = caught.load(ordering: .acquiring)
        return signal == 0 ? nil : signal
    }

    /// Catches the signals. One that arrives before `start` is reported once that is called.
    init() {
        var ends: [Int32] = [-1, -1]
        _ = unsafe pipe(&ends)
        end = ends[0]
        signalPipe.store(ends[1], ordering: .releasing)
        watched = end < 0 ? [] : [SIGINT, SIGTERM, SIGHUP].filter(Self.catchSignal)
    }

    /// Restores the default signal handlers. Only before `start`.
    func release() {
        for signal in watched { Glibc.signal(signal, SIG_DFL) }
    }

    /// Cancels the grace time, as the program is about to exit.
    func isLeft() { isLeaving.store(true, ordering: .releasing) }

    /// - Parameters:
    ///   - graceTime: seconds after the first signal when the program ends anyway, unless `isLeft` was called by then.
    ///   - onSignal: called once, with the first signal.
    ///   - beforeExit: called once, when another signal or the grace time ends the program; it must be quick.
    func start(
        graceTime: Double = .infinity,
        _ onSignal: @escaping @Sendable (Int32) -> Void,
        beforeExit: @escaping @Sendable () -> Void
    ) {
        guard end >= 0 else { return }
        NamedThread("signals") { [self] in
            guard let first = next(before: .infinity) else { return }
            let start = monotonicSeconds()
            caught.store(first, ordering: .releasing)
            onSignal(first)
            var last: Int32?
            repeat {
                last = next(before: isLeaving.load(ordering: .acquiring) ? .infinity : start + graceTime)
            } while last == nil
                ? isLeaving.load(ordering: .acquiring) : monotonicSeconds() - start <= Self.together
            beforeExit()
            _exit(128 + (last ?? first))
        }
    }

    /// The next signal; nil if none arrives by that time.
    private func next(before time: Double) -> Int32? {
        while true {
            var file = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let milliseconds = time.isFinite ? Int32(max(0, time - monotonicSeconds()) * 1000) + 1 : -1
            let count = unsafe poll(&file, 1, milliseconds)
            var number: UInt8 = 0
            if count > 0, unsafe read(end, &number, 1) == 1 { return Int32(number) }
            if count == 0 { return nil }
        }
    }

    /// Catches a signal, unless it is ignored.
    private static func catchSignal(_ signal: Int32) -> Bool {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        // C function pointers can only be compared by their bits.
        guard
            unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
                != unsafeBitCast(SIG_IGN, to: Int.self)
        else { return false }
        unsafe action.__sigaction_handler.sa_handler = { number in
            let kept = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = unsafe write(signalPipe.load(ordering: .acquiring), &byte, 1)
            errno = kept
        }
        action.sa_flags = Int32(SA_RESTART)
        return unsafe sigaction(signal, &action, nil) == 0
    }
}

/// Where the handler writes the number. Blocking signals would not do: libraries' threads receive them too.
private let signalPipe = Atomic<Int32>(-1)
