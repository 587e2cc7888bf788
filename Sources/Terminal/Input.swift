public import Dashboard

/// What comes in from a terminal and from the system around it.
public enum Input: Hashable, Sendable {
    case key(Key)
    /// Different characters that came faster than a person types, in their order: a paste that nothing marks as one, or
    /// keys that a network held up.
    case burst([Key])
    /// A text that was pasted, as it came.
    case paste(String)
    case mouse(Mouse)
    /// The terminal has this size now, or the process has come back from ^Z: the screen wants drawing.
    case resize(columns: Int, rows: Int)
    /// SIGINT, SIGTERM or SIGHUP was sent to the process. A typed ^C is a key.
    case signal(Int32)
    /// A `Waker` was used.
    case woken
    /// The terminal has gone and no key will come any more. Arrives once.
    case inputClosed
}
