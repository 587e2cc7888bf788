import Dispatch
import Glibc
import Platform
import Telemetry

/// Carries events from the run to one sink on a thread of its own, so that encoding and writing cost the run nothing, and a
/// sink that stands still holds up no other.
///
/// An event reaches its sink within `pause`.
public final class Outlet: Sendable {
    /// Seconds between two rounds of writing.
    private static let pause = 0.04
    /// Bytes of events that may wait.
    private static let capacity = 64 << 20

    private enum Parcel {
        case event(Event)
        case last

        /// About the bytes it takes in memory.
        var weight: Int {
            guard case .event(let event) = self else { return 0 }
            return event.weight
        }
    }

    /// What the operator calls the sink.
    public let name: String
    /// Seconds that the sink has to finish when the program is made to leave.
    public let patience: Double
    private let mailbox = Mailbox<Parcel>(capacity: capacity) { $0.weight }
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: what the operator calls the sink.
    ///   - patience: seconds that the sink has to finish when the program is made to leave.
    ///   - makeSink: called on the outlet's thread, the only one that touches the sink.
    ///   - onTrouble: called there too, at most once: when the sink can no longer write. What comes after that is dropped.
    public init(
        _ name: String,
        patience: Double,
        _ makeSink: @escaping @Sendable () -> any EventSink,
        onTrouble: @escaping @Sendable (SinkTrouble) -> Void
    ) {
        self.name = name
        self.patience = patience
        NamedThread("outlet") { [mailbox, done] in
            Self.run(mailbox, makeSink(), onTrouble)
            mailbox.close()
            done.signal()
        }
    }

    /// Takes an event, on the run's thread.
    ///
    /// - Returns: false when the sink is far behind, or has finished; the event was not taken then.
    public func take(_ event: Event) -> Bool { mailbox.post(.event(event), weight: event.weight) }

    /// Takes an event, first waiting while the sink is far behind. One that has finished drops it.
    public func takeWaiting(_ event: Event) { mailbox.postWaiting(.event(event)) }

    /// From now on nobody waits for the sink: events are taken however far it is behind.
    public func hurry() { mailbox.hurry() }

    /// Lets the sink write what has been taken and no more, with an end where the run has reported none.
    public func finish() { mailbox.post(.last, isUrgent: true) }

    /// Waits until the sink has finished.
    ///
    /// - Parameter seconds: how long at most.
    /// - Returns: false when it has not.
    public func wait(seconds: Double = .infinity) -> Bool {
        guard done.wait(timeout: seconds.isFinite ? .now() + seconds : .distantFuture) == .success else { return false }
        done.signal()
        return true
    }

    private static func run(_ mailbox: Mailbox<Parcel>, _ sink: any EventSink, _ onTrouble: (SinkTrouble) -> Void) {
        var sink: (any EventSink)? = sink
        var course = Course()
        var parcels: [Parcel] = []
        while true {
            var isLast = false
            mailbox.wait(into: &parcels)
            for parcel in parcels where !isLast {
                switch parcel {
                case .event(let event):
                    course.take(event)
                    sink?.take(event)
                case .last:
                    isLast = true
                    if let end = course.missingEnd { sink?.take(.end(end)) }
                }
            }
            sink?.flush()
            if let trouble = sink?.trouble {
                onTrouble(trouble)
                sink = nil
            }
            if isLast { return }
            usleep(UInt32(pause * 1e6))
        }
    }

    /// How far a run has come, by its events.
    private struct Course {
        private var step: Int?
        private var hasEnded = false

        mutating func take(_ event: Event) {
            switch event {
            case .step(let record): step = record.step
            case .applied(let applied): if case .rewind(let target) = applied.request { step = target }
            case .run(let run): step = run.resumed?.step ?? 0
            case .end: hasEnded = true
            default: break
            }
        }

        /// The end of a run that was left before it reported one; nil where nothing has begun.
        var missingEnd: End? {
            guard !hasEnded, let step else { return nil }
            return End(outcome: .stopped, step: step)
        }
    }
}

extension Event {
    /// About the bytes it takes in memory.
    fileprivate var weight: Int {
        guard case .step(let record) = self else { return MemoryLayout<Event>.stride }
        let numbers = record.layers.count + record.deadLayers.count + record.extras.count
        return MemoryLayout<Event>.stride + numbers * MemoryLayout<NamedNumber>.stride
    }
}
