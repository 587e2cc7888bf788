import Links
import Telemetry

/// Receives the events of a recording, and may stop before its end.
protocol RecordingTaker: EventTaker {
    /// True when it wants no more events; further ones are ignored.
    var isDone: Bool { get }
    /// Called after each batch of events, with the lines that could not be read so far.
    mutating func pause(_ report: ReadingReport)
}

extension RecordingTaker {
    mutating func pause(_: ReadingReport) {}
}

extension RecordingFile {
    /// Passes its events to a receiver until either is done, in bounded memory.
    ///
    /// - Returns: whether there were events, and which lines could not be read.
    func hand(to taker: inout some RecordingTaker) throws(BadInput) -> (hasEvents: Bool, report: ReadingReport) {
        let source = try source()
        defer { source.close() }
        var arrival = Arrival()
        var hasEvents = false
        while !taker.isDone, !arrival.status.isOver {
            source.poll(limit: 1 << 14, into: &arrival)
            hasEvents = hasEvents || arrival.events.count > 0
            arrival.events.hand(to: &taker)
            if case .broken(let reason) = arrival.status { throw BadInput(reason) }
            taker.pause(arrival.skipped)
            if !arrival.hasMore { source.wait() }
        }
        return (hasEvents, arrival.skipped)
    }
}
