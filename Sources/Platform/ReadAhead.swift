import Telemetry

/// Values that a thread of its own fills ahead of who empties them, a few in turn: the memory that they hold goes round.
package final class ReadAhead<Value: Sendable>: Sendable {
    /// What a look for the next value finds.
    package enum Next {
        case taken
        /// None is filled yet.
        case pending
        /// There are no more.
        case over
    }

    private let filled = Mailbox<Value>()
    private let emptied = Mailbox<Value>()
    private let thread: NamedThread

    /// - Parameters:
    ///   - values: empty ones.
    ///   - onFilled: called on the thread after each value, and at the end, when `take` has something new to say.
    ///   - begin: called on the thread, where what it returns fills one value after the other, until it returns false.
    package init(
        _ values: [Value],
        onFilled: @escaping @Sendable () -> Void = {},
        _ begin: @escaping @Sendable () -> (inout Value) -> Bool
    ) {
        for value in values { emptied.post(value) }
        thread = NamedThread("read ahead") { [filled, emptied] in
            let fill = begin()
            while var value = emptied.next() {
                guard fill(&value), filled.post(moving: consume value) else { break }
                onFilled()
            }
            filled.close()
            onFilled()
        }
    }

    /// Exchanges a value that was emptied for the next one that is filled, once there is one.
    ///
    /// - Returns: false when there are no more.
    package func next(_ value: inout Value) -> Bool {
        guard var other = filled.next() else { return false }
        swap(&value, &other)
        emptied.post(moving: consume other)
        return true
    }

    /// The same without waiting.
    package func take(_ value: inout Value) -> Next {
        // Before the look: what is filled last comes before the end.
        let isOver = filled.isClosed
        guard var other = filled.take(where: { _ in true }) else { return isOver ? .over : .pending }
        swap(&value, &other)
        emptied.post(moving: consume other)
        return .taken
    }

    /// Ends the thread, whether or not all has been taken; to be called once.
    package func leave() {
        emptied.close()
        filled.close()
        thread.join()
    }
}
