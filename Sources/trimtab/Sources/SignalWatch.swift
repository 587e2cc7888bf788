import Glibc
import Platform
import Synchronization
import Telemetry

/// Turns SIGINT, SIGTERM and SIGHUP into calls on a thread of its own, whatever the others are doing: the first asks the
/// program to end, another one ends it, unless it comes with the first: who signals a process and its group sends two. A
/// signal that was ignored from the start, as nohup does, stays ignored.
///
/// A screen that opens later sees the same signals.
final class SignalWatch: Sendable {
    /// Seconds within which signals count as one.
    private static let together = 0.5

    private let caught = Atomic<Int32>(0)
    private let isLeaving = Atomic<Bool>(false)
    /// Where the numbers of signals come out.
    private let end: Int32
    private let watched: [Int32]

    /// The first signal that came; nil so far.
    var signal: Int32? {
        let signal = caught.load(ordering: .acquiring)
        return signal == 0 ? nil : signal
    }

    /// Catches the signals. What comes before `start` is reported by it.
    init() {
        var ends: [Int32] = [-1, -1]
        _ = unsafe pipe(&ends)
        end = ends[0]
        signalPipe.store(ends[1], ordering: .releasing)
        watched = end < 0 ? [] : [SIGINT, SIGTERM, SIGHUP].filter(Self.take)
    }

    /// Gives the signals back to whom they end at once. Only before `start`.
    func release() {
        for signal in watched { Glibc.signal(signal, SIG_DFL) }
    }

    /// The program is about to leave: the time of grace is no longer counted.
    func isLeft() { isLeaving.store(true, ordering: .releasing) }

    /// - Parameters:
    ///   - graceTime: seconds after the first signal when the program ends all the same, unless it `isLeft` by then.
    ///   - onSignal: called once, with the first signal.
    ///   - beforeExit: called once, when another signal or the time ends the program; it has to be short.
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

    /// The next signal; nil when it has not come by that time.
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
    private static func take(_ signal: Int32) -> Bool {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        // Comparing C function pointers needs their bits.
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

/// Where the handler writes the number: libraries' threads take signals too, so no mask would keep them off.
private let signalPipe = Atomic<Int32>(-1)
