import Telemetry

/// Where the events of a run go other than the screen. Nothing is lost: when a sink falls far behind, the run waits for it, and
/// the others have every event so far.
public final class Outlets: Sendable {
    private let outlets: [Outlet]

    public init(_ outlets: [Outlet]) {
        self.outlets = outlets
    }

    /// Takes an event, on the run's thread.
    public func take(_ event: Event) {
        let late = outlets.filter { !$0.take(event) }
        for outlet in late { outlet.takeWaiting(event) }
    }

    /// The run is to end: it waits for no sink any more.
    public func hurry() { for outlet in outlets { outlet.hurry() } }

    /// Waits until everything taken has been written.
    ///
    /// - Parameter onDelay: called for each outlet that takes longer than its patience.
    public func close(onDelay: (Outlet) -> Void) {
        for outlet in outlets { outlet.finish() }
        for outlet in outlets where !outlet.wait(seconds: outlet.patience) {
            onDelay(outlet)
            _ = outlet.wait()
        }
    }

    /// Lets what has been taken be written, with an end where the run has reported none, as long as the outlets have
    /// patience.
    ///
    /// - Returns: false when something is not written.
    @discardableResult
    public func abandon() -> Bool {
        for outlet in outlets { outlet.finish() }
        let start = monotonicSeconds()
        let written = outlets.map { $0.wait(seconds: max(0, start + $0.patience - monotonicSeconds())) }
        return !written.contains(false)
    }
}
