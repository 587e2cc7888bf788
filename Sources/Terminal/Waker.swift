import CNcurses

/// Ends a screen's `wait(milliseconds:)` early. Usable from any thread, even after the screen was closed.
public struct Waker: Sendable {
    init() {}

    /// Ends the current or next wait. Repeated calls before it count as one.
    public func wake() {
        tt_wake()
    }
}
