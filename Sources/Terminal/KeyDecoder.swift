import CNcurses
import Dashboard

/// Turns what a terminal sends into keys: bytes that may be UTF-8, and the keys ncurses has recognised.
///
/// Sequences that ncurses does not know for the terminal's type (a modified arrow, a report of focus) are
/// read here as far as xterm's manner goes, and else swallowed whole: the letters inside them are no keys.
struct KeyDecoder {
    enum Code: Hashable {
        case byte(UInt8)
        /// One of CNcurses' TT_KEY numbers.
        case key(Int)
    }

    private enum State {
        case ground
        case escape
        /// After ESC [ with the parameters so far.
        case sequence([UInt8])
        /// After ESC O.
        case shifted
        /// Inside a UTF-8 character with so many bytes to come.
        case character([UInt8], missing: Int)
    }

    private var state = State.ground

    /// The keys that are complete with this code.
    mutating func decode(_ code: Code) -> [Key] {
        switch code {
        case .byte(let byte): decode(byte)
        case .key(let number): finish() + (Self.key(number).map { [$0] } ?? [])
        }
    }

    /// Called when nothing more has arrived: an ESC that nothing follows was the Escape key.
    mutating func finish() -> [Key] {
        if case .character = state { return [] }
        defer { state = .ground }
        if case .escape = state { return [.escape] }
        return []
    }

    private mutating func decode(_ byte: UInt8) -> [Key] {
        switch state {
        case .ground:
            return begin(byte)
        case .escape:
            switch byte {
            case UInt8(ascii: "["): state = .sequence([])
            case UInt8(ascii: "O"): state = .shifted
            default:
                state = .ground
                return [.escape] + begin(byte)
            }
            return []
        case .shifted:
            state = .ground
            return Self.shifted(byte).map { [$0] } ?? []
        case .sequence(let parameters):
            switch byte {
            case 0x20...0x3f:
                state = .sequence(parameters.count < 32 ? parameters + [byte] : parameters)
                return []
            case 0x40...0x7e:
                state = .ground
                return Self.sequence(parameters, end: byte).map { [$0] } ?? []
            default:
                state = .ground
                return begin(byte)
            }
        case .character(let bytes, let missing):
            guard (0x80...0xbf).contains(byte) else {
                state = .ground
                return begin(byte)
            }
            if missing > 1 {
                state = .character(bytes + [byte], missing: missing - 1)
                return []
            }
            state = .ground
            guard let text = String(validating: bytes + [byte], as: UTF8.self), let character = text.first else {
                return []
            }
            // C1 controls written as UTF-8.
            if let scalar = text.unicodeScalars.first, scalar.value < 0xa0 { return [] }
            return [.character(character)]
        }
    }

    private mutating func begin(_ byte: UInt8) -> [Key] {
        switch byte {
        case 27: state = .escape
        case 9: return [.tab]
        case 10, 13: return [.enter]
        case 8, 127: return [.backspace]
        case 1...26: return [.control(Character(Unicode.Scalar(byte + 96)))]
        case 32...126: return [.character(Character(Unicode.Scalar(byte)))]
        case 0xc2...0xdf: state = .character([byte], missing: 1)
        case 0xe0...0xef: state = .character([byte], missing: 2)
        case 0xf0...0xf4: state = .character([byte], missing: 3)
        default: break
        }
        return []
    }

    private static func key(_ number: Int) -> Key? {
        switch number {
        case Int(TT_KEY_UP): .up
        case Int(TT_KEY_DOWN): .down
        case Int(TT_KEY_LEFT): .left
        case Int(TT_KEY_RIGHT): .right
        case Int(TT_KEY_HOME): .home
        case Int(TT_KEY_END): .end
        case Int(TT_KEY_PAGE_UP): .pageUp
        case Int(TT_KEY_PAGE_DOWN): .pageDown
        case Int(TT_KEY_DELETE): .delete
        case Int(TT_KEY_BACKSPACE): .backspace
        case Int(TT_KEY_ENTER): .enter
        case (Int(TT_KEY_FUNCTION) + 1)...: .function(number - Int(TT_KEY_FUNCTION))
        default: nil
        }
    }

    private static func shifted(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte - UInt8(ascii: "P")) + 1)
        default: arrow(byte)
        }
    }

    private static func arrow(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        default: nil
        }
    }

    private static func sequence(_ parameters: [UInt8], end: UInt8) -> Key? {
        guard end == UInt8(ascii: "~") else { return arrow(end) }
        return switch String(decoding: parameters.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self) {
        case "1", "7": .home
        case "3": .delete
        case "4", "8": .end
        case "5": .pageUp
        case "6": .pageDown
        default: nil
        }
    }
}
