public import Dispatch
public import Synchronization

/// A queue that passes values from any thread to one that collects them, oldest first.
///
/// Posting holds a lock for tens of nanoseconds; only `postWaiting` may block. The code that runs for every value is
/// inlinable, so that other modules specialize it for their elements.
public final class Mailbox<Element: Sendable>: Sendable {
    /// The total weight at which further values are refused. `Int.max` means no limit.
    public let capacity: Int

    @usableFromInline struct State {
        @usableFromInline var waiting: [Element] = []
        @usableFromInline var weight = 0
        /// True while the collector sleeps until a value arrives.
        @usableFromInline var hasSleeper = false
        /// The number of threads that sleep until there is room.
        @usableFromInline var sleepingPosters = 0
        @usableFromInline var isLimitLifted = false
        @usableFromInline var isClosed = false

        init() {}
    }

    /// The result of posting a value.
    @usableFromInline enum Posting {
        case accepted(wake: Bool)
        case full, closed
    }

    @usableFromInline let state = Mutex(State())
    @usableFromInline let arrival = DispatchSemaphore(value: 0)
    @usableFromInline let room = DispatchSemaphore(value: 0)
    /// A value's share of the capacity; nil for 1 each.
    @usableFromInline let weigh: (@Sendable (Element) -> Int)?

    /// - Parameters:
    ///   - capacity: the total weight at which further values are refused; the value that reaches it may exceed it.
    ///   - weigh: a value's share of the capacity, 0 or more; nil for 1 each.
    public init(capacity: Int = .max, weigh: (@Sendable (Element) -> Int)? = nil) {
        self.capacity = capacity
        self.weigh = weigh
    }
}

// MARK: - Posting

extension Mailbox {
    /// Posts a value for the collector.
    ///
    /// - Parameters:
    ///   - element: the value to pass on.
    ///   - weight: its share of the capacity; nil for the result of `weigh`.
    ///   - isUrgent: accepts the value even if the box is full.
    /// - Returns: false if the value was refused since the box is full or closed.
    @inlinable
    @discardableResult
    public func post(_ element: Element, weight: Int? = nil, isUrgent: Bool = false) -> Bool {
        let (isAccepted, wake) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, isUrgent || state.weight < capacity else { return (false, false) }
            state.weight += weight ?? weigh?(element) ?? 1
            state.waiting.append(element)
            return (true, state.wakeCollector())
        }
        if wake { arrival.signal() }
        return isAccepted
    }

    /// Posts a value that the collector must own uniquely, which costs more.
    ///
    /// - Returns: false if the value was refused since the box is full or closed.
    @discardableResult
    public func post(moving element: consuming Element) -> Bool {
        var element: Element? = consume element
        guard case .accepted(let wake) = state.withLock({ insert(&element, isUrgent: false, &$0) }) else {
            return false
        }
        if wake { arrival.signal() }
        return true
    }

    /// Posts a value, sleeping until there is room or the limit is lifted.
    ///
    /// - Returns: false if the value was refused since the box is closed.
    @discardableResult
    public func postWaiting(_ element: consuming Element) -> Bool {
        var element: Element? = consume element
        while true {
            let posting = state.withLock { state in
                let posting = insert(&element, isUrgent: state.isLimitLifted, &state)
                if case .full = posting { state.sleepingPosters += 1 }
                return posting
            }
            switch posting {
            case .accepted(let wake):
                if wake { arrival.signal() }
                return true
            case .closed: return false
            case .full: room.wait()
            }
        }
    }

    /// Lifts the capacity for `postWaiting`: from now on it accepts values even if the box is full.
    public func liftLimit() {
        let sleeping = state.withLock { state in
            state.isLimitLifted = true
            return state.wakePosters()
        }
        signalRoom(sleeping)
    }

    /// True after `close()`.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Refuses further values and wakes all sleepers. Values in the box can still be collected.
    public func close() {
        let (sleeping, wake) = state.withLock { state in
            state.isClosed = true
            return (state.wakePosters(), state.wakeCollector())
        }
        signalRoom(sleeping)
        if wake { arrival.signal() }
    }

    /// Moves a value in, so that the poster keeps no reference to its memory.
    @inlinable
    func insert(_ element: inout Element?, isUrgent: Bool, _ state: inout State) -> Posting {
        if state.isClosed { return .closed }
        guard isUrgent || state.weight < capacity, let value = element.take() else { return .full }
        state.weight += weigh?(value) ?? 1
        state.waiting.append(value)
        return .accepted(wake: state.wakeCollector())
    }

    @inlinable
    func signalRoom(_ sleeping: Int) {
        for _ in 0..<sleeping { room.signal() }
    }
}

extension Mailbox.State {
    /// - Returns: the number of posters to wake.
    @inlinable
    mutating func wakePosters() -> Int {
        defer { sleepingPosters = 0 }
        return sleepingPosters
    }

    /// - Returns: true if the collector must be woken.
    @inlinable
    mutating func wakeCollector() -> Bool {
        defer { hasSleeper = false }
        return hasSleeper
    }
}

// MARK: - Collecting

extension Mailbox {
    /// Removes and returns all values.
    @inlinable
    public func drain() -> [Element] {
        let (arrived, sleeping) = state.withLock { state in
            let arrived = state.waiting
            if !arrived.isEmpty { state.waiting = [] }
            state.weight = 0
            return (arrived, state.wakePosters())
        }
        signalRoom(sleeping)
        return arrived
    }

    /// Replaces the content of `elements` with all values. The box reuses the storage of `elements`, so that repeated calls
    /// with one array soon allocate nothing.
    @inlinable
    public func drain(into elements: inout [Element]) {
        elements.removeAll(keepingCapacity: true)
        let sleeping = state.withLock { state in
            swap(&state.waiting, &elements)
            state.weight = 0
            return state.wakePosters()
        }
        signalRoom(sleeping)
    }

    /// Removes and returns the oldest value that satisfies a condition; nil if there is none.
    public func removeFirst(where fits: (Element) -> Bool) -> Element? {
        let (element, sleeping) = state.withLock { state -> (Element?, Int) in
            guard let index = state.waiting.firstIndex(where: fits) else { return (nil, 0) }
            return remove(at: index, &state)
        }
        signalRoom(sleeping)
        return element
    }

    /// Removes and returns the oldest value, sleeping until there is one. Its cost grows with the number of values.
    ///
    /// - Returns: nil if the box is closed and empty.
    public func next() -> Element? {
        while true {
            let (element, sleeping, isOver) = state.withLock { state -> (Element?, Int, Bool) in
                guard state.waiting.isEmpty else {
                    let (element, sleeping) = remove(at: 0, &state)
                    return (element, sleeping, false)
                }
                state.hasSleeper = !state.isClosed
                return (nil, 0, state.isClosed)
            }
            signalRoom(sleeping)
            if element != nil || isOver { return element }
            arrival.wait()
        }
    }

    /// Removes and returns all values, sleeping until there is one, the box is closed or the time is over.
    ///
    /// - Parameter seconds: the longest sleep; nil for no limit.
    public func wait(seconds: Double? = nil) -> [Element] {
        sleep(seconds: seconds)
        return drain()
    }

    /// Waits as `wait(seconds:)`, then replaces the content of `elements` as `drain(into:)`.
    public func wait(seconds: Double? = nil, into elements: inout [Element]) {
        sleep(seconds: seconds)
        drain(into: &elements)
    }

    /// - Returns: the value, and the number of posters to wake.
    private func remove(at index: Int, _ state: inout State) -> (Element?, Int) {
        let element = state.waiting.remove(at: index)
        state.weight = max(0, state.weight - (weigh?(element) ?? 1))
        return (element, state.wakePosters())
    }

    /// Sleeps until a value arrives, the box is closed or the time is over.
    private func sleep(seconds: Double?) {
        let mustSleep = state.withLock { state -> Bool in
            state.hasSleeper = state.waiting.isEmpty && !state.isClosed
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
        // A post between the timeout and the lock has signaled the semaphore: consume the signal.
        if wasSignalled { arrival.wait() }
    }
}
