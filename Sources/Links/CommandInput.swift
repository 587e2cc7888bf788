import Telemetry

/// One viewer's command lines, reassembled from bytes split anywhere, with limits on their length and rate.
struct CommandInput {
    /// Longest line, in bytes.
    static let longest = 64 << 10
    /// Most commands awaiting an answer.
    static let unansweredLimit = 64
    /// Commands accepted per `interval`, so that a viewer that floods the run does not slow it down.
    static let rate = 20
    /// Seconds over which `rate` is counted.
    static let interval = 0.05

    /// The meaning of a line.
    enum Item {
        case command(Command)
        /// Why it is not a command, as a sentence.
        case refused(String)
    }

    private var bytes: [UInt8] = []
    private var unanswered: [(session: String?, id: Int)] = []
    private var intervalEnd = -Double.infinity
    private var leftInInterval = 0
    /// True once a line was too long: nothing more is read.
    private(set) var isOverlong = false

    /// True while more bytes are accepted.
    func isReadable(now: Double) -> Bool { !isOverlong && waitingSeconds(now: now) == 0 }

    /// Seconds until the next command is accepted; infinite until one is answered.
    func waitingSeconds(now: Double) -> Double {
        if unanswered.count >= Self.unansweredLimit { return .infinity }
        return leftInInterval > 0 || now >= intervalEnd ? 0 : intervalEnd - now
    }

    /// True when a complete line is buffered.
    var hasLine: Bool { bytes.contains(UInt8(ascii: "\n")) }

    mutating func append(_ more: UnsafeRawBufferPointer) { unsafe bytes.append(contentsOf: more) }

    /// The next line's command; nil when there is none, or none is accepted now.
    mutating func next(now: Double) -> Item? {
        guard !isOverlong, waitingSeconds(now: now) == 0 else { return nil }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            guard bytes.count > Self.longest else { return nil }
            (isOverlong, bytes) = (true, [])
            return .refused("a line of more than \(Self.longest) bytes")
        }
        if now >= intervalEnd { (intervalEnd, leftInInterval) = (now + Self.interval, Self.rate) }
        leftInInterval -= 1
        defer { bytes.removeFirst(end + 1) }
        let line = unsafe bytes[..<end].withUnsafeBytes { unsafe LineDecoder.decode($0) }
        guard case .command(let command) = line else {
            return .refused(#"not a command: {"command":{"id":1,"request":{"pause":true},"by":"…"}}"#)
        }
        guard command.by.utf8.count <= 120, command.session?.utf8.count ?? 0 <= 120 else {
            return .refused("by or session of more than 120 bytes")
        }
        unanswered.append((command.session, command.id))
        return .command(command)
    }

    /// Removes the command that an answer of the run settles, if this viewer sent it.
    mutating func settle(session: String?, id: Int) {
        if let index = unanswered.firstIndex(where: { $0.session == session && $0.id == id }) {
            unanswered.remove(at: index)
        }
    }
}
