public import Telemetry

/// Passes each event of a run, on its thread, to the sinks, to viewers in other processes and to the screen.
public struct EventRelay: Sendable {
    private let writers: AsyncEventWriters
    private let server: RunServer?
    private let screen: ScreenQueue?

    /// - Parameters:
    ///   - writers: the sinks, which get every event.
    ///   - server: lets other programs watch; nil for none.
    ///   - screen: nil if no screen of this process polls.
    public init(writers: AsyncEventWriters, server: RunServer? = nil, screen: ScreenQueue?) {
        (self.writers, self.server, self.screen) = (writers, server, screen)
    }

    public func emit(_ event: Event) {
        writers.append(event)
        server?.emit(event)
        screen?.post(event)
    }
}
