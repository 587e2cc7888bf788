import CNcurses

/// Ends a screen's `wait(milliseconds:)` early. May be used from any thread, also after the screen was closed.
public struct Waker: Sendable {
    init() {}

    /// Many calls before the next wait count as one.
    public func wake() {
        tt_wake()
    }
}
