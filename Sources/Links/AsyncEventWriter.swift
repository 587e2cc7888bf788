import Dispatch
import Glibc
import Platform
public import Telemetry

/// Writes a run's events to one sink on its own thread, so that encoding and writing cost the run nothing and a blocked sink
/// delays no other.
///
/// An event reaches the sink within `pause`.
public final class AsyncEventWriter: Sendable {
    /// Seconds between two rounds of writing.
    private static let pause = 0.04
    /// Limit on queued events, in bytes.
    private static let capacity = 64 << 20

    private enum Entry {
        case event(Event)
        case last

        /// Approximate bytes in memory.
        var weight: Int {
            guard case .event(let event) = self else { return 0 }
            return event.weight
        }
    }

    /// The sink's name for the operator.
    public let name: String
    /// Seconds the sink is given to finish when the program must exit.
    public let patience: Double
    private let mailbox = Mailbox<Entry>(capacity: capacity) { $0.weight }
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: the sink's name for the operator.
    ///   - patience: seconds the sink is given to finish when the program must exit.
    ///   - makeSink: called on the writer's thread, the only one that uses the sink.
    ///   - onError: called on that thread at most once, when the sink can no longer write. Later events are dropped.
    public init(
        _ name: String,
        patience: Double,
        _ makeSink: @escaping @Sendable () -> any EventSink,
        onError: @escaping @Sendable (SinkError) -> Void
    ) {
        self.name = name
        self.patience = patience
        NamedThread("writer") { [mailbox, done] in
            Self.run(mailbox, makeSink(), onError)
            mailbox.close()
            done.signal()
        }
    }

    /// Queues an event, on the run's thread.
    ///
    /// - Returns: false, with nothing queued, when the queue is full or the sink has finished.
    public func append(_ event: Event) -> Bool { mailbox.post(.event(event), weight: event.weight) }

    /// Queues an event, waiting while the queue is full. A finished sink drops it.
    public func appendWaiting(_ event: Event) { mailbox.postWaiting(.event(event)) }

    /// Lifts the queue's limit, so that the run no longer waits for the sink.
    public func liftLimit() { mailbox.liftLimit() }

    /// Lets the sink write the queued events, plus an end event if the run reported none, and then finish.
    public func finish() { mailbox.post(.last, isUrgent: true) }

    /// Waits until the sink has finished.
    ///
    /// - Parameter seconds: the longest wait.
    /// - Returns: false if it has not finished by then.
    public func wait(seconds: Double = .infinity) -> Bool {
        guard done.wait(timeout: seconds.isFinite ? .now() + seconds : .distantFuture) == .success else { return false }
        done.signal()
        return true
    }

    private static func run(_ mailbox: Mailbox<Entry>, _ sink: any EventSink, _ onError: (SinkError) -> Void) {
        var sink: (any EventSink)? = sink
        var course = Course()
        var entries: [Entry] = []
        while true {
            var isLast = false
            mailbox.wait(into: &entries)
            for entry in entries where !isLast {
                switch entry {
                case .event(let event):
                    course.follow(event)
                    sink?.append(event)
                case .last:
                    isLast = true
                    if let end = course.missingEnd { sink?.append(.end(end)) }
                }
            }
            sink?.flush()
            if let failure = sink?.failure {
                onError(failure)
                sink = nil
            }
            if isLast { return }
            usleep(UInt32(pause * 1e6))
        }
    }

    /// The progress of a run, from its events.
    private struct Course {
        private var step: Int?
        private var hasEnded = false

        mutating func follow(_ event: Event) {
            switch event {
            case .step(let record): step = record.step
            case .applied(let applied): if case .rewind(let target) = applied.request { step = target }
            case .run(let run): step = run.resumed?.step ?? 0
            case .end: hasEnded = true
            default: break
            }
        }

        /// The end event of a run that did not report one; nil before any run has begun.
        var missingEnd: End? {
            guard !hasEnded, let step else { return nil }
            return End(outcome: .stopped, step: step)
        }
    }
}

extension Event {
    /// Approximate bytes in memory.
    fileprivate var weight: Int {
        guard case .step(let record) = self else { return MemoryLayout<Event>.stride }
        let numbers = record.layers.count + record.deadLayers.count + record.extras.count
        return MemoryLayout<Event>.stride + numbers * MemoryLayout<NamedNumber>.stride
    }
}
