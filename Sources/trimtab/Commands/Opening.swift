import Dashboard
import Links
import Telemetry

/// A recording and what was read of it before it is shown.
struct Opening {
    let recording: RecordingFile
    let source: any EventSource
    private(set) var arrival = Arrival()

    init(_ recording: RecordingFile, _ source: any EventSource) {
        (self.recording, self.source) = (recording, source)
    }

    /// Reads up to the first events.
    ///
    /// - Throws: when there are none.
    mutating func awaitEvents() throws(BadInput) {
        while arrival.events.count == 0, !arrival.status.isOver {
            source.poll(limit: 1, into: &arrival)
            if arrival.events.count == 0, !arrival.hasMore { source.wait() }
        }
        guard arrival.events.count == 0 else { return }
        if case .broken(let reason) = arrival.status { throw BadInput(reason) }
        throw recording.noEventsError(arrival.skipped)
    }
}
