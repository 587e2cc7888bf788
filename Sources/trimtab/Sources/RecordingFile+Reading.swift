import Links
import Telemetry

/// What takes the events of a recording, and may have enough of them.
protocol RecordingTaker: EventTaker {
    /// True when it wants no more; what comes all the same it leaves alone.
    var isDone: Bool { get }
    /// Says that all that has come so far was taken, and what could not be read of it.
    mutating func pause(_ report: ReadingReport)
}

extension RecordingTaker {
    mutating func pause(_: ReadingReport) {}
}

extension RecordingFile {
    /// Hands over its events until it ends, in bounded memory.
    ///
    /// - Returns: whether there were events and what could not be read.
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
