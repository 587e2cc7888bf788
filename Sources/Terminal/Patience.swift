/// How long pieces of terminal input are waited for, in seconds.
///
/// Nothing in the bytes distinguishes an Escape key from the first byte of an arrow: only the time until the next byte does. Over a
/// network the pieces of one sequence may be far apart.
struct Patience: Hashable, Sendable {
    /// From an ESC until it counts as the Escape key.
    var escape: Double
    /// From an ESC within which a byte that introduces a sequence still belongs to it, though the Escape key was reported.
    var introducer: Double
    /// Between the bytes of a sequence whose introducer came that late. Most likely it was a key: it must not keep the
    /// keyboard for long.
    var late: Double
    /// Between the bytes of a sequence.
    var sequence: Double
    /// Between the bytes of a string (an answer of the terminal) or of a bracketed paste.
    var string: Double
    /// From the first byte of a string to its last: no answer takes longer.
    var wholeString: Double
    /// Between keys that no person presses so fast.
    var burst: Double

    static let local = Patience(
        escape: 0.05,
        introducer: 0.4,
        late: 0.1,
        sequence: 1,
        string: 2,
        wholeString: 10,
        burst: 0.012
    )

    static let remote = Patience(
        escape: 0.2,
        introducer: 1.5,
        late: 0.4,
        sequence: 3,
        string: 5,
        wholeString: 20,
        burst: 0.03
    )

    /// The one for a process with these environment variables: sshd sets some that say so.
    static func fitting(_ environment: (String) -> String?) -> Patience {
        let isRemote = ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].contains { environment($0)?.isEmpty == false }
        return isRemote ? remote : local
    }
}
