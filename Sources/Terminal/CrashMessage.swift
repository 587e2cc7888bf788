import CNcurses
import Synchronization

/// The message that a process prints when a fault, or a signal it does not handle, ends it.
///
/// After the terminal is restored, the message comes first, then the kept standard error, then Swift's own report of the
/// crash, which does not wait for a key. The exit code stays the signal's.
public enum CrashMessage {
    private static let text = Mutex("")

    /// Catches the signals that end a process, for as long as it runs. Signals ignored at this moment stay ignored.
    public static func prepare() {
        tt_catch_deadly_signals()
    }

    /// Sets the message, in whole lines; an empty one prints nothing. At most 8 KiB are printed.
    public static func set(_ message: String) {
        text.withLock { text in
            text = message
            unsafe tt_set_last_words(message)
        }
    }
}
