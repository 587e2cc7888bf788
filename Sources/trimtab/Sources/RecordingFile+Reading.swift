import Links
import Telemetry

/// Receives the events of a recording, and may stop before its end.
protocol RecordingReceiver: EventReceiver {
    /// True when it wants no more events; further ones are ignored.
    var isDone: Bool { get }
    /// Called after each batch of events, with the lines that could not be read so far.
    mutating func pause(_ report: ReadingReport)
}

extension RecordingReceiver {
    mutating func pause(_: ReadingReport) {}
}

extension RecordingFile {
    /// Passes its events to a receiver until either is done, in bounded memory.
    ///
    /// - Returns: whether there were events, and which lines could not be read.
    func deliver(to receiver: inout some RecordingReceiver) throws(BadInput) -> (hasEvents: Bool, report: ReadingReport)
    {
        let source = try source()
        defer { source.close() }
        var arrival = Arrival()
        var hasEvents = false
        while !receiver.isDone, !arrival.status.isOver {
            source.poll(limit: 1 << 14, into: &arrival)
            hasEvents = hasEvents || arrival.events.count > 0
            arrival.events.deliver(to: &receiver)
            if case .broken(let reason) = arrival.status { throw BadInput(reason) }
            receiver.pause(arrival.skipped)
            if !arrival.hasMore { source.wait() }
        }
        return (hasEvents, arrival.skipped)
    }
}
