import Dashboard

/// Escape sequences, which begin with ESC, CSI or SS3.
extension InputParser {
    mutating func startEscape() {
        state = .escape
        escapeTime = lastTime
        isLate = false
        raw = [Byte.escape]
    }

    mutating func escaped(_ byte: UInt8) -> [Token] {
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
            // Alt and a key has no meaning, and must not act as the key alone.
            state = .ground
        }
        return []
    }

    mutating func continuedOwnKey(_ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        if byte == Byte.escape { startEscape() } else if !beginnings.contains(raw) { state = .ground }
        return []
    }

    /// The byte after an ESC that was reported as a key: a network may have split a sequence there.
    mutating func lateEscaped(_ byte: UInt8) -> [Token] {
        state = .ground
        guard Byte.introducers.contains(byte) else { return byte == UInt8(ascii: "\\") ? [] : begin(byte) }
        raw = [Byte.escape, byte]
        introduce(byte)
        isLate = true
        return []
    }

    mutating func introduce(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["): state = .sequence(ControlSequence())
        case UInt8(ascii: "O"): state = .ss3([])
        default:
            state = .string(isOSC: byte == UInt8(ascii: "]"), count: 0)
            answer = []
            stringTime = lastTime
        }
    }

    /// The key of `keys` that this byte completes; nil if there is none.
    private mutating func known(_ byte: UInt8) -> Key? {
        raw.append(byte)
        guard raw.count <= 16, let key = keys[raw], !beginnings.contains(raw) else { return nil }
        state = .ground
        return key
    }

    mutating func continued(_ sequence: ControlSequence, _ byte: UInt8) -> [Token] {
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
        // Terminals execute a control inside a sequence; here it is ignored.
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
            if sequence.isPrimaryAttributes(final) { return [.attributes] }
            if let mouse = MouseReport.decoded(sequence, final: final) { return [.mouse(mouse)] }
            return token(keys[raw] ?? KeySequences.key(sequence, final: final))
        }
        return []
    }

    mutating func ss3(_ parameters: [UInt8], _ byte: UInt8) -> [Token] {
        if let key = known(byte) { return [.key(key)] }
        state = .ground
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ";") where parameters.count < 8: state = .ss3(parameters + [byte])
        case 0x40...0x7e: return token(keys[raw] ?? KeySequences.ss3(byte, parameters: parameters))
        case Byte.escape: startEscape()
        case Byte.controlC: return begin(byte)
        default: break
        }
        return []
    }
}
