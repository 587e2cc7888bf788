import CNcurses
import Synchronization

/// The message that a process prints when a fault or an unhandled signal ends it.
///
/// After the terminal is restored, the message is printed first, then the buffered standard error, then Swift's crash report,
/// which does not wait for a key. The exit code is the signal's.
public enum CrashMessage {
    private static let text = Mutex("")

    /// Catches the signals that end a process. Signals that are ignored now stay ignored.
    public static func prepare() {
        tt_catch_deadly_signals()
    }

    /// Sets the message, complete lines, of which at most 8 KiB are printed; an empty one prints nothing.
    public static func set(_ message: String) {
        text.withLock { text in
            text = message
            unsafe tt_set_last_words(message)
        }
    }
}
