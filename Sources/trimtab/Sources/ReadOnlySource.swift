import Links
import Telemetry

/// A source whose run is watched and left alone.
final class ReadOnlySource: EventSource {
    private let source: any EventSource

    init(_ source: any EventSource) { self.source = source }

    var readiness: Int32? { source.readiness }

    func poll(limit: Int, into arrival: inout Arrival) { source.poll(limit: limit, into: &arrival) }

    func send(_: Command) throws(LinkError) { throw LinkError("attached with --readonly: nothing is asked of the run") }

    func close() { source.close() }
}
