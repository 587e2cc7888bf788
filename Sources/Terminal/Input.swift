public import Dashboard

/// An input from the terminal or the system.
public enum Input: Hashable, Sendable {
    case key(Key)
    /// Different characters that arrived faster than a person types, in order: an unbracketed paste, or keys delayed by a
    /// network.
    case burst([Key])
    /// A pasted text, unchanged.
    case paste(String)
    case mouse(Mouse)
    /// The terminal's size has changed, or the process was continued after ^Z: the screen must be drawn.
    case resize(columns: Int, rows: Int)
    /// SIGINT, SIGTERM or SIGHUP was sent to the process. A typed ^C is a key.
    case signal(Int32)
    /// A `Waker` was used.
    case woken
    /// The terminal is closed: no more keys will arrive. It arrives once.
    case inputClosed
}
