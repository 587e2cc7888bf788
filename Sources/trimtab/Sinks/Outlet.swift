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

    /// The sinks are touched by the outlet's thread only.
    private struct Sinks: @unchecked Sendable {
        var all: [any EventSink]
    }

    private let mailbox = Mailbox<Parcel>(capacity: capacity)
    private let done = DispatchSemaphore(value: 0)

    /// - Parameter afterRound: called on the outlet's thread whenever all that had come was written.
    init(_ sinks: sending [any EventSink], afterRound: @escaping @Sendable () -> Void = {}) {
        let sinks = Sinks(all: sinks)
        let thread = Thread { [mailbox, done] in
            Self.run(mailbox, sinks.all, afterRound)
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

    private static func run(_ mailbox: Mailbox<Parcel>, _ sinks: [any EventSink], _ afterRound: () -> Void) {
        while true {
            var isLast = false
            for parcel in mailbox.wait() {
                switch parcel {
                case .event(let event): for sink in sinks { sink.take(event) }
                case .last: isLast = true
                }
            }
            for sink in sinks { sink.flush() }
            afterRound()
            if isLast { return }
            usleep(UInt32(pause * 1e6))
        }
    }
}
