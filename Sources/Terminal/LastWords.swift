import CNcurses
import Synchronization

/// What a process prints that dies by a fault or by a signal it does not handle.
///
/// After the terminal is given back the words come first, then what was kept of standard error, then Swift's own report of
/// the crash, which does not wait for a key. The exit code stays the signal's.
public enum LastWords {
    private static let text = Mutex("")

    /// Catches the signals that end a process, for as long as it runs. Signals ignored at this moment stay ignored.
    public static func prepare() {
        tt_catch_deadly_signals()
    }

    /// Sets the words, whole lines; an empty text prints nothing. At most 8 KiB are printed.
    public static func set(_ words: String) {
        text.withLock { text in
            text = words
            unsafe tt_set_last_words(words)
        }
    }
}
