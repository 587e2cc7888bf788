public import Telemetry

/// The writers of a run's events, excluding the screen. No event is lost: when a queue is full, the run waits for it after
/// queueing the event for the other writers.
public final class AsyncEventWriters: Sendable {
    private let writers: [AsyncEventWriter]

    public init(_ writers: [AsyncEventWriter]) {
        self.writers = writers
    }

    /// Queues an event for every writer, on the run's thread.
    public func append(_ event: Event) {
        let late = writers.filter { !$0.append(event) }
        for writer in late { writer.appendWaiting(event) }
    }

    /// Stops the run from waiting for any sink, as it is about to end.
    public func liftLimit() { for writer in writers { writer.liftLimit() } }

    /// Waits until every queued event is written.
    ///
    /// - Parameter onDelay: called for each writer that exceeds its patience.
    public func close(onDelay: (AsyncEventWriter) -> Void) {
        for writer in writers { writer.finish() }
        for writer in writers where !writer.wait(seconds: writer.patience) {
            onDelay(writer)
            _ = writer.wait()
        }
    }

    /// Writes the queued events, plus an end event if the run reported none, within each writer's patience.
    ///
    /// - Returns: false if something was not written.
    @discardableResult
    public func abandon() -> Bool {
        for writer in writers { writer.finish() }
        let start = monotonicSeconds()
        let written = writers.map { $0.wait(seconds: max(0, start + $0.patience - monotonicSeconds())) }
        return !written.contains(false)
    }
}
