public import Dispatch
public import Synchronization

/// Passes values from any thread to one that collects them, oldest first.
///
/// Posting takes a lock for tens of nanoseconds; only `postWaiting` ever waits. Only values cross: the model stays on its
/// thread. What is done for every value is inlinable, so that other modules compile it for their elements.
public final class Mailbox<Element: Sendable>: Sendable {
    /// The weight of the values that may wait; further ones are refused. Int.max means no limit.
    public let capacity: Int

    @usableFromInline struct State {
        @usableFromInline var waiting: [Element] = []
        @usableFromInline var weight = 0
        /// Whether the collector sleeps until something arrives.
        @usableFromInline var hasSleeper = false
        /// How many sleep until there is room.
        @usableFromInline var sleepingPosters = 0
        @usableFromInline var isHurried = false
        @usableFromInline var isClosed = false

        init() {}
    }

    /// What became of a value.
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
    ///   - capacity: the weight of the values that may wait; the one that reaches it may exceed it.
    ///   - weigh: a value's share of the capacity, 0 or more; nil for 1 each.
    public init(capacity: Int = .max, weigh: (@Sendable (Element) -> Int)? = nil) {
        self.capacity = capacity
        self.weigh = weigh
    }
}

// MARK: - Posting

extension Mailbox {
    /// Leaves a value for the collector.
    ///
    /// - Parameters:
    ///   - element: the value to pass on.
    ///   - weight: its share of the capacity, where who posts knows it; nil has it weighed.
    ///   - isUrgent: accepts the value even when the box is full.
    /// - Returns: false when the box is full or closed and the value was not accepted.
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

    /// The same for a value that the collector must own alone, which costs more.
    ///
    /// - Returns: false when the box is full or closed and the value was not accepted.
    @discardableResult
    public func post(moving element: consuming Element) -> Bool {
        var element: Element? = consume element
        guard case .accepted(let wake) = state.withLock({ insert(&element, isUrgent: false, &$0) }) else {
            return false
        }
        if wake { arrival.signal() }
        return true
    }

    /// Leaves a value for the collector; while the box is full, it first sleeps until there is room or the limit is lifted.
    ///
    /// - Returns: false when the box is closed and the value was not accepted.
    @discardableResult
    public func postWaiting(_ element: consuming Element) -> Bool {
        var element: Element? = consume element
        while true {
            let posting = state.withLock { state in
                let posting = insert(&element, isUrgent: state.isHurried, &state)
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

    /// Stops waiting for room: from now on values are accepted even when the box is full.
    public func liftLimit() {
        let sleeping = state.withLock { state in
            state.isHurried = true
            return state.wakePosters()
        }
        signalRoom(sleeping)
    }

    /// True once it accepts no more values.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Accepts no more values and wakes all sleepers; values in the box can still be collected.
    public func close() {
        let (sleeping, wake) = state.withLock { state in
            state.isClosed = true
            return (state.wakePosters(), state.wakeCollector())
        }
        signalRoom(sleeping)
        if wake { arrival.signal() }
    }

    /// Moves a value in, so that nothing else holds its memory once the collector may have it.
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
    /// - Returns: how many are to be woken.
    @inlinable
    mutating func wakePosters() -> Int {
        defer { sleepingPosters = 0 }
        return sleepingPosters
    }

    /// - Returns: whether the collector is to be woken.
    @inlinable
    mutating func wakeCollector() -> Bool {
        defer { hasSleeper = false }
        return hasSleeper
    }
}

// MARK: - Collecting

extension Mailbox {
    /// Collects what has arrived; empty when nothing has.
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

    /// Collects what has arrived in place of what `elements` held, whose memory then takes what comes next: a box that is
    /// emptied so, in turn, soon allocates nothing any more.
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

    /// Removes the oldest value that fits, out of turn; nil when none has arrived. The others keep waiting.
    public func removeFirst(where fits: (Element) -> Bool) -> Element? {
        let (element, sleeping) = state.withLock { state -> (Element?, Int) in
            guard let place = state.waiting.firstIndex(where: fits) else { return (nil, 0) }
            return remove(at: place, &state)
        }
        signalRoom(sleeping)
        return element
    }

    /// Removes the oldest value, first sleeping until there is one. The others move up: it is for boxes that hold a few.
    ///
    /// - Returns: nil when the box is closed and empty.
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

    /// Collects what has arrived, first sleeping until something does, the box is closed or the time is over.
    ///
    /// - Parameter seconds: the longest sleep; nil for no limit.
    public func wait(seconds: Double? = nil) -> [Element] {
        sleep(seconds: seconds)
        return drain()
    }

    /// The same, in place of what `elements` held.
    public func wait(seconds: Double? = nil, into elements: inout [Element]) {
        sleep(seconds: seconds)
        drain(into: &elements)
    }

    /// - Returns: the value, and how many posters are to be woken.
    private func remove(at place: Int, _ state: inout State) -> (Element?, Int) {
        let element = state.waiting.remove(at: place)
        state.weight = max(0, state.weight - (weigh?(element) ?? 1))
        return (element, state.wakePosters())
    }

    /// Sleeps until something has arrived or the time is over.
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
        // A post that came between the time-out and the lock has raised the semaphore: lower it again.
        if wasSignalled { arrival.wait() }
    }
}
