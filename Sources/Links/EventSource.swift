public import Telemetry

/// A link to a run: its events come in, commands go out. It may end, or break.
///
/// Sources are polled, so a slow screen never delays a run. A source belongs to the thread that polls it.
public protocol EventSource: AnyObject {
    /// Replaces the content of `arrival` with the events since the last call, oldest first. Never blocks.
    ///
    /// - Parameter limit: the number of events, approximately; further events wait for the next call.
    func poll(limit: Int, into arrival: inout Arrival)

    /// Passes a command on to the run. Its answer arrives as an event; never blocks.
    ///
    /// - Throws: if it cannot reach the run.
    func send(_ command: Command) throws(LinkError)

    /// A descriptor that becomes readable when new events can be polled; nil for a source without events of its own.
    var readiness: Int32? { get }

    /// Disconnects from the run. Events that were not polled are lost.
    func close()
}

/// Why a command cannot reach a run, as a sentence for the operator.
public struct LinkError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
