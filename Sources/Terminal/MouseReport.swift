import Dashboard

/// Reports of xterm's SGR mouse mode (1006): CSI < button ; column ; row, then M for a press or move, m for a release.
enum MouseReport {
    /// The mouse event of a report; nil for any other sequence, and for unused buttons and wheels.
    static func decoded(_ sequence: ControlSequence, final: UInt8) -> Mouse? {
        guard final == UInt8(ascii: "M") || final == UInt8(ascii: "m"), sequence.intermediates.isEmpty,
            sequence.parameters.first == UInt8(ascii: "<"),
            let numbers = wholeNumbers(sequence.parameters.dropFirst()), numbers.count == 3,
            numbers[1] > 0, numbers[2] > 0,
            let kind = kind(numbers[0], isRelease: final == UInt8(ascii: "m"))
        else { return nil }
        return Mouse(column: numbers[1] - 1, row: numbers[2] - 1, kind, modifiers(numbers[0]))
    }

    /// The kind by a button number with these bits: 3 button, 4 Shift, 8 Alt, 16 Ctrl, 32 move, 64 wheel, 128 other buttons.
    private static func kind(_ number: Int, isRelease: Bool) -> Mouse.Kind? {
        switch number & ~0x1c {
        case 0...3 where isRelease: return .release
        case 0...2: return .press(buttons[number & 3])
        case 32...34 where !isRelease: return .drag(buttons[number & 3])
        case 64 where !isRelease: return .wheelUp
        case 65 where !isRelease: return .wheelDown
        default: return nil
        }
    }

    private static let buttons: [Mouse.Button] = [.left, .middle, .right]

    private static func modifiers(_ number: Int) -> Modifiers {
        var modifiers: Modifiers = []
        if number & 4 != 0 { modifiers.insert(.shift) }
        if number & 8 != 0 { modifiers.insert(.alt) }
        if number & 16 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    /// The numbers between semicolons; nil if one is missing, not decimal, or longer than five digits.
    private static func wholeNumbers(_ text: ArraySlice<UInt8>) -> [Int]? {
        let fields = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard fields.allSatisfy({ !$0.isEmpty && $0.count <= 5 && $0.allSatisfy(digits.contains) }) else { return nil }
        return fields.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    }
}

/// Old mouse reports, which are not requested: read to their end and dropped.
extension InputParser {
    /// - Parameter leads: true if the last byte began a two-byte coordinate, as in xterm's UTF-8 mouse mode.
    mutating func mouse(_ missing: Int, _ leads: Bool, _ byte: UInt8) {
        switch byte {
        case Byte.escape: startEscape()
        case 0..<0x20: state = .ground
        case 0x80...0xbf where leads:
            state = missing > 0 ? .mouse(missing: missing, leads: false) : .ground
        case 0xc2...0xdf where isUTF8: state = .mouse(missing: missing - 1, leads: true)
        default: state = missing > 1 ? .mouse(missing: missing - 1, leads: false) : .ground
        }
    }
}
