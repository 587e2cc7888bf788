import Dashboard

/// Reads what a terminal sends, byte by byte, by the grammar of ECMA-48 and xterm.
///
/// Keys and pastes come out. Everything else that terminals send – answers to queries, reports of mouse and focus, control
/// strings – is read to its end and dropped, so that no byte of it is taken for a key, however it was cut on its way.
///
/// It keeps no clock. The caller passes the time with the bytes, and calls `advance(to:)` when `deadline` is over and nothing
/// more has arrived.
struct InputParser {
    enum Token: Hashable {
        case key(Key)
        /// Text between the brackets of a paste; `InputParser.longestPaste` bytes of it at most.
        case paste(String)
    }

    /// Bytes kept of a paste.
    static let longestPaste = 4096
    /// Bytes that a control sequence and a control string may have.
    private static let longestSequence = 256
    private static let longestString = 1 << 20

    private enum State {
        case ground
        /// Inside a UTF-8 character.
        case character([UInt8], missing: Int)
        case escape
        /// After an ESC that was reported as the Escape key.
        case lateEscape
        /// After ESC and a byte that wants one more, as in ESC ( B.
        case intermediate
        /// Inside a key of the terminal's type that is no sequence of xterm's manner.
        case ownKey
        /// After CSI.
        case sequence(ControlSequence)
        /// After SS3.
        case shifted([UInt8])
        /// After ESC [ [, which the Linux console sends before the letter of F1 to F5.
        case consoleFunction
        /// Inside the bytes that follow the sequence of an old mouse report.
        case mouse(missing: Int, leads: Bool)
        case string(isOSC: Bool, count: Int)
        case escapeInString
        case paste
        /// After something that was cut off: what follows without a pause is the rest of it.
        case drain
    }

    private let patience: Patience
    /// False where bytes from 0x80 to 0x9f are controls wherever they come, as in Latin-1.
    private let isUTF8: Bool
    /// What keys of this terminal's type send where that is not xterm's manner; all begin with ESC.
    private let keys: [[UInt8]: Key]
    private let beginnings: Set<[UInt8]>

    private var state = State.ground
    /// The bytes since the last ESC, while they may be one of `keys`.
    private var raw: [UInt8] = []
    private var pasted: [UInt8] = []
    /// True for a sequence that began after its ESC was reported.
    private var isLate = false
    /// True while a character belongs to an Alt key.
    private var isMuted = false
    private var lastTime = 0.0
    private var escapeTime = 0.0
    private var stringTime = 0.0

    /// - Parameters:
    ///   - isUTF8: whether the terminal's characters are UTF-8.
    ///   - keys: byte strings of keys besides those of xterm; those that do not begin with ESC, or that begin other
    ///     sequences, are left out.
    init(patience: Patience, isUTF8: Bool = true, keys: [[UInt8]: Key] = [:]) {
        self.patience = patience
        self.isUTF8 = isUTF8
        self.keys = keys.filter { Self.isUsable($0.key) }
        beginnings = Set(self.keys.keys.flatMap { text in (1..<text.count).map { Array(text.prefix($0)) } })
    }

    private static func isUsable(_ text: [UInt8]) -> Bool {
        guard text.first == Byte.escape, text.count > 1 else { return false }
        if text.count == 2 { return !Byte.introducers.contains(text[1]) && text[1] != Byte.escape }
        return text != [Byte.escape, UInt8(ascii: "["), UInt8(ascii: "M")]
    }

    /// When `advance(to:)` has something to decide; nil when time makes no difference.
    var deadline: Double? {
        switch state {
        case .ground, .character: nil
        case .escape, .intermediate, .ownKey, .escapeInString: lastTime + patience.escape
        case .lateEscape: escapeTime + patience.introducer
        case .sequence, .shifted, .consoleFunction, .mouse:
            lastTime + (isLate ? patience.late : patience.sequence)
        case .string: min(lastTime + (isLate ? patience.late : patience.string), stringTime + patience.wholeString)
        case .paste: lastTime + patience.string
        case .drain: lastTime + patience.burst
        }
    }

    /// Takes the next byte and returns what is complete with it.
    mutating func feed(_ byte: UInt8, at time: Double) -> [Token] {
        lastTime = time
        return take(byte)
    }

    /// Returns what is complete because nothing more has come until now.
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
            // The second byte of its end may still come.
            state = .lateEscape
        case .paste:
            return endPaste(next: .ground)
        case .string where lastTime < stringTime + patience.wholeString - patience.burst:
            state = .ground
        case .string:
            state = .drain
        default:
            state = .ground
        }
        return []
    }

    private mutating func take(_ byte: UInt8) -> [Token] {
        switch state {
        case .ground: return begin(byte)
        case .character(let bytes, let missing): return character(bytes, missing, byte)
        case .escape: return escaped(byte)
        case .lateEscape: return lateEscaped(byte)
        case .ownKey: return continuedOwnKey(byte)
        case .intermediate: if !(0x20...0x2f).contains(byte) { state = .ground }
        case .sequence(let sequence): return continued(sequence, byte)
        case .shifted(let parameters): return shifted(parameters, byte)
        case .consoleFunction:
            state = .ground
            return token(KeySequences.consoleFunction(byte))
        case .mouse(let missing, let leads): mouse(missing, leads, byte)
        case .string(let isOSC, let count): string(isOSC, count, byte)
        case .escapeInString: return escapedInString(byte)
        case .paste: return paste(byte)
        case .drain: if byte == Byte.escape { startEscape() }
        }
        return []
    }

    private func token(_ key: Key?) -> [Token] { key.map { [.key($0)] } ?? [] }

    // MARK: Plain bytes

    private mutating func begin(_ byte: UInt8) -> [Token] {
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

    // MARK: Escape sequences

    private mutating func startEscape() {
        state = .escape
        escapeTime = lastTime
        isLate = false
        raw = [Byte.escape]
    }

    private mutating func escaped(_ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        switch byte {
        case Byte.escape:
            startEscape()
            return [.key(.escape)]
        case _ where Byte.introducers.contains(byte): introduce(byte)
        case _ where beginnings.contains(raw): state = .ownKey
        case 0x20...0x2f: state = .intermediate
        case 0xc2...0xf4 where isUTF8:
            state = .ground
            isMuted = true
            return begin(byte)
        default:
            // Alt and a key, which means nothing here; above all not what the key alone means.
            state = .ground
        }
        return []
    }

    private mutating func continuedOwnKey(_ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        if byte == Byte.escape { startEscape() } else if !beginnings.contains(raw) { state = .ground }
        return []
    }

    /// A person pressed Escape, or a network has split a sequence after its first byte.
    private mutating func lateEscaped(_ byte: UInt8) -> [Token] {
        state = .ground
        guard Byte.introducers.contains(byte) else { return byte == UInt8(ascii: "\\") ? [] : begin(byte) }
        raw = [Byte.escape, byte]
        introduce(byte)
        isLate = true
        return []
    }

    private mutating func introduce(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["): state = .sequence(ControlSequence())
        case UInt8(ascii: "O"): state = .shifted([])
        default:
            state = .string(isOSC: byte == UInt8(ascii: "]"), count: 0)
            stringTime = lastTime
        }
    }

    /// The key of the terminal's type that is complete with this byte.
    private mutating func known(_ byte: UInt8) -> Key? {
        raw.append(byte)
        guard raw.count <= 16, let key = keys[raw], !beginnings.contains(raw) else { return nil }
        state = .ground
        return key
    }

    private mutating func continued(_ sequence: ControlSequence, _ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        var sequence = sequence
        switch byte {
        case 0x20...0x3f:
            sequence.append(byte)
            state = sequence.count < Self.longestSequence ? .sequence(sequence) : .drain
        case 0x40...0x7e: return end(sequence, byte)
        case Byte.escape: startEscape()
        case Byte.cancel, Byte.substitute: state = .ground
        case Byte.controlC:
            state = .ground
            return begin(byte)
        // Terminals obey a control inside a sequence; here it means nothing.
        case 0..<0x20, 0x7f: break
        default: state = .drain
        }
        return []
    }

    private mutating func end(_ sequence: ControlSequence, _ final: UInt8) -> [Token] {
        state = .ground
        if sequence.isEmpty, let missing = Byte.tails[final] {
            state = .mouse(missing: missing, leads: false)
        } else if sequence.isEmpty, final == UInt8(ascii: "[") {
            state = .consoleFunction
        } else if final == UInt8(ascii: "~"), sequence.parameters == Array("200".utf8) {
            state = .paste
            pasted = []
        } else {
            return token(keys[raw] ?? KeySequences.key(sequence, final: final))
        }
        return []
    }

    private mutating func shifted(_ parameters: [UInt8], _ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        state = .ground
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ";") where parameters.count < 8: state = .shifted(parameters + [byte])
        case 0x40...0x7e: return token(keys[raw] ?? KeySequences.shifted(byte))
        case Byte.escape: startEscape()
        case Byte.controlC: return begin(byte)
        default: break
        }
        return []
    }

    /// - Parameter leads: whether the last byte began a coordinate of two bytes, as in xterm's UTF-8 mouse mode.
    private mutating func mouse(_ missing: Int, _ leads: Bool, _ byte: UInt8) {
        switch byte {
        case Byte.escape: startEscape()
        case 0..<0x20: state = .ground
        case 0x80...0xbf where leads:
            state = missing > 0 ? .mouse(missing: missing, leads: false) : .ground
        case 0xc2...0xdf where isUTF8: state = .mouse(missing: missing - 1, leads: true)
        default: state = missing > 1 ? .mouse(missing: missing - 1, leads: false) : .ground
        }
    }

    // MARK: Strings

    private mutating func string(_ isOSC: Bool, _ count: Int, _ byte: UInt8) {
        switch byte {
        case Byte.escape:
            state = .escapeInString
            escapeTime = lastTime
        // Only OSC is meant to end so: what follows others may be more of them.
        case Byte.bell: state = isOSC ? .ground : .drain
        case Byte.cancel, Byte.substitute: state = .drain
        case Byte.stringTerminator where !isUTF8: state = .ground
        default: state = count < Self.longestString ? .string(isOSC: isOSC, count: count + 1) : .drain
        }
    }

    private mutating func escapedInString(_ byte: UInt8) -> [Token] {
        switch byte {
        case UInt8(ascii: "\\"): state = .ground
        case Byte.escape: break
        default:
            startEscape()
            return escaped(byte)
        }
        return []
    }

    private mutating func paste(_ byte: UInt8) -> [Token] {
        pasted.append(byte)
        for end in Byte.pasteEnds where pasted.suffix(end.count).elementsEqual(end) {
            if end[0] != Byte.escape, isUTF8 { continue }
            pasted.removeLast(end.count)
            return endPaste(next: .ground)
        }
        // The end of the brackets must still be recognised.
        if pasted.count > Self.longestPaste + 8 { pasted.remove(at: Self.longestPaste) }
        return []
    }

    private mutating func endPaste(next: State) -> [Token] {
        state = next
        defer { pasted = [] }
        return [.paste(String(decoding: pasted.prefix(Self.longestPaste), as: UTF8.self))]
    }
}

/// The bytes between CSI and the final one.
struct ControlSequence: Hashable {
    private(set) var parameters: [UInt8] = []
    private(set) var intermediates: [UInt8] = []

    var isEmpty: Bool { parameters.isEmpty && intermediates.isEmpty }
    var count: Int { parameters.count + intermediates.count }

    mutating func append(_ byte: UInt8) {
        if byte < 0x30 || !intermediates.isEmpty { intermediates.append(byte) } else { parameters.append(byte) }
    }
}

/// Bytes that mean something to the parser.
private enum Byte {
    static let controlC: UInt8 = 0x03
    static let bell: UInt8 = 0x07
    static let cancel: UInt8 = 0x18
    static let substitute: UInt8 = 0x1a
    static let escape: UInt8 = 0x1b
    static let stringTerminator: UInt8 = 0x9c
    /// What may follow ESC to begin something longer: CSI, SS3, OSC, DCS, SOS, PM, APC.
    static let introducers = Set("[O]PX^_".utf8)
    /// Old mouse reports: bytes that follow CSI M (X10), and CSI t and CSI T (highlighting).
    static let tails: [UInt8: Int] = [UInt8(ascii: "M"): 3, UInt8(ascii: "t"): 2, UInt8(ascii: "T"): 6]
    static let pasteEnds = [Array("\u{1b}[201~".utf8), [0x9b] + Array("201~".utf8)]
}
