import Synchronization
import Telemetry

/// The events of a run on their way from its thread to the screen and the sinks.
///
/// Sinks get every event. The screen is shed steps, and they are counted, should it fall far behind.
public final class EventRelay: Sendable {
    /// Events that may wait for the screen; as many again may be on their way into it.
    private static let capacity = 1 << 16

    private let outlets: Outlets
    private let server: RunServer?
    private let screen: Mailbox<Event>?
    /// Wakes the screen; nil where there is none, or no descriptor was left for it.
    private let wakeup: Wakeup?
    private let shed = Atomic<Int>(0)

    /// - Parameters:
    ///   - outlets: where every event goes other than the screens.
    ///   - server: lets others watch; nil where nobody can.
    ///   - isWatched: true when there is a screen here, which polls.
    public init(outlets: Outlets, server: RunServer? = nil, isWatched: Bool) {
        (self.outlets, self.server) = (outlets, server)
        screen = isWatched ? Mailbox(capacity: Self.capacity) : nil
        wakeup = isWatched ? try? Wakeup() : nil
    }

    /// A descriptor that becomes readable when there is something to poll; nil where there is none.
    public var readiness: Int32? { wakeup?.descriptor }

    /// Steps that were not passed to the screen.
    public var shedSteps: Int { shed.load(ordering: .relaxed) }

    /// Passes an event on, on the run's thread.
    public func emit(_ event: Event) {
        outlets.take(event)
        server?.emit(event)
        guard let screen else { return }
        switch event {
        case .step: if !screen.post(event) { shed.add(1, ordering: .relaxed) }
        // There may be one every step; where one is missing, steps are too, and that is said.
        case .snapshot: screen.post(event)
        default: screen.post(event, isUrgent: true)
        }
        wakeup?.wake(isUrgent: false)
    }

    /// Puts what has arrived for the screen since the last call in place of what `events` held.
    public func poll(into events: inout [Event]) {
        guard let screen else { return events.removeAll() }
        wakeup?.hasWoken()
        wakeup?.willSleep()
        screen.drain(into: &events)
    }
}
