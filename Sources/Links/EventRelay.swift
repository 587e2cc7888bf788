import Synchronization
public import Telemetry

/// The events of a run on their way from its thread to the screen and the sinks.
///
/// Sinks get every event. A screen that falls far behind misses steps, which are counted.
public final class EventRelay: Sendable {
    /// Events that may wait for the screen; as many again may already be in transit to it.
    private static let capacity = 1 << 16

    private let writers: AsyncEventWriters
    private let server: RunServer?
    private let screen: Mailbox<Event>?
    /// Wakes the screen; nil without one, or where no descriptor was available.
    private let wakeup: Wakeup?
    private let shed = Atomic<Int>(0)

    /// - Parameters:
    ///   - writers: get every event.
    ///   - server: lets other programs watch; nil for none.
    ///   - isWatched: true when a screen here polls.
    public init(writers: AsyncEventWriters, server: RunServer? = nil, isWatched: Bool) {
        (self.writers, self.server) = (writers, server)
        screen = isWatched ? Mailbox(capacity: Self.capacity) : nil
        wakeup = isWatched ? try? Wakeup() : nil
    }

    /// A descriptor that becomes readable when events can be polled; nil for none.
    public var readiness: Int32? { wakeup?.descriptor }

    /// Steps that the screen missed.
    public var shedSteps: Int { shed.load(ordering: .relaxed) }

    /// Passes an event on, on the run's thread.
    public func emit(_ event: Event) {
        writers.append(event)
        server?.emit(event)
        guard let screen else { return }
        switch event {
        case .step: if !screen.post(event) { shed.add(1, ordering: .relaxed) }
        // Snapshots may come at every step. If one is missing, so are steps, which are reported.
        case .snapshot: screen.post(event)
        default: screen.post(event, isUrgent: true)
        }
        wakeup?.wake(isUrgent: false)
    }

    /// Replaces `events` with those that have arrived for the screen since the last call.
    public func poll(into events: inout [Event]) {
        guard let screen else { return events.removeAll() }
        wakeup?.hasWoken()
        wakeup?.willSleep()
        screen.drain(into: &events)
    }
}
