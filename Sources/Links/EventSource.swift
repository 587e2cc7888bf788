import Telemetry

/// A link to a run: its events come in, commands go out. It may end, or break.
///
/// Sources are pulled: a screen asks what has arrived, be it nothing or ten thousand steps, and so never holds up a run. A
/// source belongs to the thread that polls it.
public protocol EventSource: AnyObject {
    /// Puts what has arrived since the last call, oldest first, in place of what `arrival` held. Never blocks.
    ///
    /// - Parameter limit: the number of events, or somewhat more; what is beyond them waits for the next call.
    func poll(limit: Int, into arrival: inout Arrival)

    /// Passes a command on to the run. Its answer arrives as an event; never blocks.
    ///
    /// - Throws: when it cannot reach the run.
    func send(_ command: Command) throws(LinkError)

    /// A descriptor that becomes readable when there is something to poll that the last poll had not; nil while nothing comes
    /// by itself.
    var readiness: Int32? { get }

    /// Leaves the run to itself. What it has sent and was not polled is lost.
    func close()
}

/// Why a command cannot reach a run, as a sentence for the operator.
public struct LinkError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
