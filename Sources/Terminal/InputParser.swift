import Dashboard

/// Parses the input of a terminal byte by byte, by the grammar of ECMA-48 and xterm.
///
/// It recognizes keys, pastes, the mouse and the two answers that `Screen` requests. Everything else that terminals send
/// (answers to other queries, focus reports, control strings) is read to its end and dropped, so that no byte of it counts
/// as a key, wherever it was split.
///
/// It has no clock. The caller passes the time with the bytes, and calls `advance(to:)` when `deadline` is over and nothing
/// more has arrived.
struct InputParser {
    enum Token: Hashable {
        case key(Key)
        /// The text of a bracketed paste, at most `InputParser.longestPaste` bytes.
        case paste(String)
        case mouse(Mouse)
        /// The terminal's background, by its answer to OSC 11.
        case background(RGB)
        /// The answer to CSI c, which every terminal gives, after the answers to earlier queries.
        case attributes
    }

    /// The most bytes kept of a paste.
    static let longestPaste = 4096
    /// The most bytes of a control sequence and of a control string.
    static let longestSequence = 256
    static let longestString = 1 << 20
    /// The most bytes kept of an OSC string.
    static let longestAnswer = 64

    enum State {
        case ground
        /// Inside a UTF-8 character.
        case character([UInt8], missing: Int)
        case escape
        /// After an ESC that was reported as the Escape key.
        case lateEscape
        /// After ESC and an intermediate byte, as in ESC ( B.
        case intermediate
        /// Inside a key of `keys` that is not a control sequence.
        case ownKey
        /// After CSI.
        case sequence(ControlSequence)
        /// After SS3.
        case ss3([UInt8])
        /// After ESC [ [, which the Linux console sends before the letter of F1 to F5.
        case consoleFunction
        /// Inside the bytes that follow the sequence of an old mouse report.
        case mouse(missing: Int, leads: Bool)
        case string(isOSC: Bool, count: Int)
        case escapeInString
        case paste
        /// After a sequence that was too long: bytes without a pause are the rest of it.
        case drain
    }

    let timeouts: InputTimeouts
    /// False if bytes from 0x80 to 0x9f are always controls, as in Latin-1.
    let isUTF8: Bool
    /// The keys of this terminal's type by their bytes, which begin with ESC.
    let keys: [[UInt8]: Key]
    let beginnings: Set<[UInt8]>

    var state = State.ground
    /// The bytes since the last ESC, while they may be one of `keys`.
    var raw: [UInt8] = []
    var pasted: [UInt8] = []
    /// The beginning of an OSC string.
    var answer: [UInt8] = []
    /// True for a sequence that began after its ESC was reported.
    var isLate = false
    /// True while a character belongs to an Alt key.
    var isMuted = false
    var lastTime = 0.0
    var escapeTime = 0.0
    var stringTime = 0.0

    /// - Parameters:
    ///   - isUTF8: true if the terminal's encoding is UTF-8.
    ///   - keys: keys by their bytes, in addition to xterm's. Those that do not begin with ESC, or are the beginning of
    ///     other sequences, are ignored.
    init(timeouts: InputTimeouts, isUTF8: Bool = true, keys: [[UInt8]: Key] = [:]) {
        self.timeouts = timeouts
        self.isUTF8 = isUTF8
        self.keys = keys.filter { Self.isUsable($0.key) }
        beginnings = Set(self.keys.keys.flatMap { text in (1..<text.count).map { Array(text.prefix($0)) } })
    }

    private static func isUsable(_ text: [UInt8]) -> Bool {
        guard text.first == Byte.escape, text.count > 1 else { return false }
        if text.count == 2 { return !Byte.introducers.contains(text[1]) && text[1] != Byte.escape }
        return text != [Byte.escape, UInt8(ascii: "["), UInt8(ascii: "M")]
    }

    /// The time at which `advance(to:)` decides something; nil if nothing depends on time.
    var deadline: Double? {
        switch state {
        case .ground, .character: nil
        case .escape, .intermediate, .ownKey, .escapeInString: lastTime + timeouts.escape
        case .lateEscape: escapeTime + timeouts.introducer
        case .sequence, .ss3, .consoleFunction, .mouse:
            lastTime + (isLate ? timeouts.late : timeouts.sequence)
        case .string: min(lastTime + (isLate ? timeouts.late : timeouts.string), stringTime + timeouts.wholeString)
        case .paste: lastTime + timeouts.string
        case .drain: lastTime + timeouts.burst
        }
    }

    /// Reads the next byte and returns the tokens that it completes.
    mutating func feed(_ byte: UInt8, at time: Double) -> [Token] {
        lastTime = time
        return parse(byte)
    }

    /// Returns the tokens that are complete because nothing more has arrived until now.
    mutating func advance(to time: Double) -> [Token] {
        var tokens: [Token] = []
        while let deadline, deadline <= time { tokens += expire() }
        return tokens
    }

    private mutating func expire() -> [Token] {
        switch state {
        case .escape:
            state = .lateEscape
            return [.key(.escape)]
        case .escapeInString:
            // The second byte of its end may still arrive.
            defer { state = .lateEscape }
            return endString()
        case .paste:
            return endPaste(next: .ground)
        case .string where lastTime < stringTime + timeouts.wholeString - timeouts.burst:
            state = .ground
        case .string:
            state = .drain
        default:
            state = .ground
        }
        return []
    }

    private mutating func parse(_ byte: UInt8) -> [Token] {
        switch state {
        case .ground: return begin(byte)
        case .character(let bytes, let missing): return character(bytes, missing, byte)
        case .escape: return escaped(byte)
        case .lateEscape: return lateEscaped(byte)
        case .ownKey: return continuedOwnKey(byte)
        case .intermediate: if !(0x20...0x2f).contains(byte) { state = .ground }
        case .sequence(let sequence): return continued(sequence, byte)
        case .ss3(let parameters): return ss3(parameters, byte)
        case .consoleFunction:
            state = .ground
            return token(KeySequences.consoleFunction(byte))
        case .mouse(let missing, let leads): mouse(missing, leads, byte)
        case .string(let isOSC, let count): return string(isOSC, count, byte)
        case .escapeInString: return escapedInString(byte)
        case .paste: return paste(byte)
        case .drain: if byte == Byte.escape { startEscape() }
        }
        return []
    }

    func token(_ key: Key?) -> [Token] { key.map { [.key($0)] } ?? [] }

    // MARK: Plain bytes

    mutating func begin(_ byte: UInt8) -> [Token] {
        if (0x80...0x9f).contains(byte) {
            // A one-byte control; in UTF-8 one that belongs to no character.
            startEscape()
            state = .ground
            if Byte.introducers.contains(byte - 0x40) { introduce(byte - 0x40) }
            return []
        }
        switch byte {
        case Byte.escape: startEscape()
        case 9: return [.key(.tab)]
        case 10, 13: return [.key(.enter)]
        case 8, 127: return [.key(.backspace)]
        case 1...26: return [.key(.control(Character(Unicode.Scalar(byte + 96))))]
        case 32...126: return [.key(.character(Character(Unicode.Scalar(byte))))]
        case 0xc2...0xdf where isUTF8: state = .character([byte], missing: 1)
        case 0xe0...0xef where isUTF8: state = .character([byte], missing: 2)
        case 0xf0...0xf4 where isUTF8: state = .character([byte], missing: 3)
        default: break
        }
        return []
    }

    private mutating func character(_ bytes: [UInt8], _ missing: Int, _ byte: UInt8) -> [Token] {
        guard (0x80...0xbf).contains(byte) else {
            state = .ground
            isMuted = false
            return begin(byte)
        }
        if missing > 1 {
            state = .character(bytes + [byte], missing: missing - 1)
            return []
        }
        state = .ground
        defer { isMuted = false }
        guard !isMuted, let text = String(validating: bytes + [byte], as: UTF8.self), let character = text.first,
            // C1 controls written as UTF-8.
            let scalar = text.unicodeScalars.first, scalar.value >= 0xa0
        else { return [] }
        return [.key(.character(character))]
    }
}
