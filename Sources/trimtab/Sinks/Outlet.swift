import Foundation
import Synchronization
import Telemetry

/// Carries events from the run to its sinks on a thread of its own, so that encoding and writing cost the run nothing.
///
/// Nothing is lost: when the sinks fall far behind, the run waits. An event reaches its sinks within `pause`.
final class Outlet: Sendable {
    /// Seconds between two rounds of writing.
    private static let pause = 0.04
    /// Events that may wait before the run does.
    private static let capacity = 1 << 20

    private enum Parcel {
        case event(Event)
        case last
    }

    private let mailbox = Mailbox<Parcel>(capacity: capacity)
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - makeSinks: called on the outlet's thread, the only one that touches the sinks.
    ///   - onTrouble: called there too, once a sink, when it can no longer write.
    init(_ makeSinks: @escaping @Sendable () -> [any EventSink], onTrouble: @escaping @Sendable (SinkTrouble) -> Void) {
        let thread = Thread { [mailbox, done] in
            Self.run(mailbox, makeSinks(), onTrouble)
            done.signal()
        }
        thread.name = "outlet"
        thread.start()
    }

    /// Takes an event, on the run's thread.
    func take(_ event: Event) {
        while !mailbox.post(.event(event)) { usleep(1000) }
    }

    /// Waits until everything taken has been written.
    func close() {
        mailbox.post(.last, isUrgent: true)
        done.wait()
    }

    private static func run(_ mailbox: Mailbox<Parcel>, _ sinks: [any EventSink], _ onTrouble: (SinkTrouble) -> Void) {
        var sinks = sinks
        while true {
            var isLast = false
            for parcel in mailbox.wait() {
                switch parcel {
                case .event(let event): for sink in sinks { sink.take(event) }
                case .last: isLast = true
                }
            }
            for sink in sinks { sink.flush() }
            sinks.removeAll { sink in
                guard let trouble = sink.trouble else { return false }
                onTrouble(trouble)
                return true
            }
            if isLast { return }
            usleep(UInt32(pause * 1e6))
        }
    }
}
