import Telemetry

/// Values that a thread of its own fills ahead of who empties them, a few in turn: the memory that they hold goes round.
package final class ReadAhead<Value: Sendable>: Sendable {
    private let filled = Mailbox<Value>()
    private let emptied = Mailbox<Value>()
    private let thread: NamedThread

    /// - Parameters:
    ///   - values: empty ones.
    ///   - begin: called on the thread, where what it returns fills one value after the other, until it returns false.
    package init(_ values: [Value], _ begin: @escaping @Sendable () -> (inout Value) -> Bool) {
        for value in values { emptied.post(value) }
        thread = NamedThread("read ahead") { [filled, emptied] in
            let fill = begin()
            while var value = emptied.next() {
                guard fill(&value), filled.post(consume value) else { break }
            }
            filled.close()
        }
    }

    /// Exchanges a value that was emptied for the next one that is filled, once there is one.
    ///
    /// - Returns: false when there are no more.
    package func next(_ value: inout Value) -> Bool {
        guard var other = filled.next() else { return false }
        swap(&value, &other)
        emptied.post(consume other)
        return true
    }

    /// Ends the thread, whether or not all has been taken; to be called once.
    package func leave() {
        emptied.close()
        filled.close()
        thread.join()
    }
}
