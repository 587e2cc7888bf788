import Telemetry

/// Values that a background thread fills ahead of their consumer. A few values circulate, so that their memory is reused.
package final class ReadAhead<Value: Sendable>: Sendable {
    /// The result of polling for the next value.
    package enum Next {
        case filled
        /// None has been filled yet.
        case pending
        /// There are no more.
        case over
    }

    private let filled = Mailbox<Value>()
    private let emptied = Mailbox<Value>()
    private let thread: NamedThread

    /// - Parameters:
    ///   - values: the empty values that circulate.
    ///   - onFilled: called on the thread after each value and at the end, when `poll` has a new result.
    ///   - begin: called on the thread; the closure it returns fills one value after another, until it returns false.
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

    /// Exchanges an emptied value for the next filled one, waiting for it.
    ///
    /// - Returns: false when there are no more.
    package func next(_ value: inout Value) -> Bool {
        guard var other = filled.next() else { return false }
        swap(&value, &other)
        emptied.post(moving: consume other)
        return true
    }

    /// Like `next`, but without waiting.
    package func poll(_ value: inout Value) -> Next {
        // Read first: the last value is posted before the mailbox is closed.
        let isOver = filled.isClosed
        guard var other = filled.removeFirst(where: { _ in true }) else { return isOver ? .over : .pending }
        swap(&value, &other)
        emptied.post(moving: consume other)
        return .filled
    }

    /// Ends the thread, whether or not all values were used; call it once.
    package func leave() {
        emptied.close()
        filled.close()
        thread.join()
    }
}
