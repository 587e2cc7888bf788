import Glibc
import Platform
import Synchronization

/// Wakes a thread that sleeps in poll(2).
///
/// A busy thread checks again soon anyway, so only urgent news is written to its descriptor. A thread that is about to
/// sleep declares it with `willSleep`.
public final class Wakeup: Sendable {
    private enum State: UInt8, AtomicRepresentable {
        case atWork, asleep, woken
    }

    private let state = Atomic<State>(.atWork)
    private let writingEnd: Int32
    /// Readable once the thread is to wake.
    public let descriptor: Int32

    /// - Throws: when the process has no descriptors left.
    public init() throws(LinkError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw LinkError("cannot make a pipe: \(systemMessage())") }
        (descriptor, writingEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    /// Declares that the thread is about to sleep; it must check once more before it does.
    public func willSleep() { state.store(.asleep, ordering: .sequentiallyConsistent) }

    /// Declares that the thread is awake and about to check.
    public func hasWoken() {
        var bytes: UInt64 = 0
        while unsafe read(descriptor, &bytes, 8) == 8 {}
        state.store(.atWork, ordering: .sequentiallyConsistent)
    }

    /// Wakes the thread; called from another one after it has left news.
    public func wake(isUrgent: Bool) {
        let state = state.load(ordering: .sequentiallyConsistent)
        guard state == .asleep || state == .atWork && isUrgent,
            self.state.exchange(.woken, ordering: .sequentiallyConsistent) != .woken
        else { return }
        var byte: UInt8 = 1
        _ = unsafe write(writingEnd, &byte, 1)
    }
}
