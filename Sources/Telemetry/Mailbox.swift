import Dispatch
import Synchronization

/// Passes values from any thread to one that collects them, oldest first.
///
/// Posting takes a lock for tens of nanoseconds and never waits. Only values cross: the model stays on its thread. What is
/// done for every value is inlinable, so that other modules compile it for their elements.
public final class Mailbox<Element: Sendable>: Sendable {
    /// The weight of the values that may wait; further ones are refused. Int.max means no limit.
    public let capacity: Int

    @usableFromInline struct State {
        @usableFromInline var waiting: [Element] = []
        @usableFromInline var weight = 0
        @usableFromInline var hasSleeper = false

        init() {}
    }

    @usableFromInline let state = Mutex(State())
    @usableFromInline let arrival = DispatchSemaphore(value: 0)

    public init(capacity: Int = .max) {
        self.capacity = capacity
    }

    /// Leaves a value for the collector.
    ///
    /// - Parameters:
    ///   - weight: its share of the capacity, 0 or more; the value that reaches the capacity may exceed it.
    ///   - isUrgent: takes the value even when the box is full.
    /// - Returns: false when the box is full and the value was not taken.
    @inlinable
    @discardableResult
    public func post(_ element: Element, weight: Int = 1, isUrgent: Bool = false) -> Bool {
        let (taken, wake) = state.withLock { state -> (Bool, Bool) in
            guard isUrgent || state.weight < capacity else { return (false, false) }
            state.waiting.append(element)
            state.weight += weight
            let wake = state.hasSleeper
            state.hasSleeper = false
            return (true, wake)
        }
        if wake { arrival.signal() }
        return taken
    }

    /// Collects what has arrived; empty when nothing has.
    @inlinable
    public func drain() -> [Element] {
        state.withLock { state in
            let arrived = state.waiting
            if !arrived.isEmpty { state.waiting = [] }
            state.weight = 0
            return arrived
        }
    }

    /// Takes the oldest value that fits out of turn; nil when none has arrived. The others keep waiting.
    public func take(where fits: (Element) -> Bool) -> Element? {
        state.withLock { state in
            state.waiting.firstIndex(where: fits).map { state.waiting.remove(at: $0) }
        }
    }

    /// Collects what has arrived in place of what `elements` held, whose memory then takes what comes next: a box that is
    /// emptied so, in turn, soon allocates nothing any more.
    @inlinable
    public func drain(into elements: inout [Element]) {
        elements.removeAll(keepingCapacity: true)
        state.withLock { state in
            swap(&state.waiting, &elements)
            state.weight = 0
        }
    }

    /// Collects what has arrived, first sleeping until something does or the time is over.
    ///
    /// - Parameter seconds: the longest sleep; nil sleeps for as long as it takes.
    public func wait(seconds: Double? = nil) -> [Element] {
        sleep(seconds: seconds)
        return drain()
    }

    /// The same, in place of what `elements` held.
    public func wait(into elements: inout [Element]) {
        sleep(seconds: nil)
        drain(into: &elements)
    }

    /// Sleeps until something has arrived or the time is over.
    private func sleep(seconds: Double?) {
        let mustSleep = state.withLock { state -> Bool in
            state.hasSleeper = state.waiting.isEmpty
            return state.hasSleeper
        }
        guard mustSleep else { return }
        if let seconds {
            if arrival.wait(timeout: .now() + seconds) == .timedOut { forgetSleeper() }
        } else {
            arrival.wait()
        }
    }

    private func forgetSleeper() {
        let wasSignalled = state.withLock { state -> Bool in
            let wasSignalled = !state.hasSleeper
            state.hasSleeper = false
            return wasSignalled
        }
        // A post that came between the time-out and the lock has raised the semaphore: lower it again.
        if wasSignalled { arrival.wait() }
    }
}
