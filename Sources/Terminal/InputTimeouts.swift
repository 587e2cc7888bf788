/// Timeouts for pieces of terminal input, in seconds.
///
/// Only the time until the next byte distinguishes an Escape key from the first byte of an arrow. Over a network the pieces of
/// one sequence may be far apart.
struct InputTimeouts: Hashable, Sendable {
    /// After an ESC, until it counts as the Escape key.
    var escape: Double
    /// After an ESC that was reported as a key, while an introducing byte still continues it as a sequence.
    var introducer: Double
    /// Between the bytes of a sequence with such a late introducer. It is short, since the byte was more likely a key.
    var late: Double
    /// Between the bytes of a sequence.
    var sequence: Double
    /// Between the bytes of a control string or of a bracketed paste.
    var string: Double
    /// From the first byte of a control string to its last.
    var wholeString: Double
    /// Between keys; a person does not type faster.
    var burst: Double

    static let local = InputTimeouts(
        escape: 0.05,
        introducer: 0.4,
        late: 0.1,
        sequence: 1,
        string: 2,
        wholeString: 10,
        burst: 0.012
    )

    static let remote = InputTimeouts(
        escape: 0.2,
        introducer: 1.5,
        late: 0.4,
        sequence: 3,
        string: 5,
        wholeString: 20,
        burst: 0.03
    )

    /// The timeouts for a process by its environment: `remote` if a variable of sshd is set.
    static func fitting(_ environment: (String) -> String?) -> InputTimeouts {
        let isRemote = ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].contains { environment($0)?.isEmpty == false }
        return isRemote ? remote : local
    }
}
