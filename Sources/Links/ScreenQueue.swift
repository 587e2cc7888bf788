import Synchronization
public import Telemetry

/// The events of a run of this process that wait for its screen. The run never waits: a screen that falls far behind misses
/// steps, which are counted.
public final class ScreenQueue: Sendable {
    /// Events that may wait; as many again may already be in transit.
    private static let capacity = 1 << 16

    private let events = Mailbox<Event>(capacity: capacity)
    /// Wakes the screen; nil if no descriptor was available.
    private let wakeup = try? Wakeup()
    private let shed = Atomic<Int>(0)

    public init() {}

    /// Steps that the screen missed.
    public var shedSteps: Int { shed.load(ordering: .relaxed) }

    /// Appends an event, on the run's thread.
    public func post(_ event: Event) {
        switch event {
        case .step: if !events.post(event) { shed.add(1, ordering: .relaxed) }
        // Snapshots may come at every step. If one is missing, so are steps, which are reported.
        case .snapshot: events.post(event)
        default: events.post(event, isUrgent: true)
        }
        wakeup?.wake(isUrgent: false)
    }

    /// A descriptor that becomes readable when there are events; nil for none.
    public var readiness: Int32? { wakeup?.descriptor }

    /// Replaces `list` with the events posted since the last call.
    public func drain(into list: inout [Event]) {
        wakeup?.hasWoken()
        wakeup?.willSleep()
        events.drain(into: &list)
    }
}
