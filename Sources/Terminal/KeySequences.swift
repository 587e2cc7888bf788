import Dashboard

/// The keys of the sequences of xterm, kitty, rxvt and the Linux console; nil for any other sequence.
enum KeySequences {
    /// A control sequence by its parameters and final byte.
    static func key(_ sequence: ControlSequence, final: UInt8) -> Key? {
        // Those with a private mark or intermediate bytes are answers and reports.
        guard sequence.intermediates.isEmpty, !sequence.parameters.contains(where: { $0 > UInt8(ascii: ";") }) else {
            return nil
        }
        let numbers = numbers(sequence.parameters)
        // kitty also reports the release of keys.
        if numbers.count > 1, numbers[1].count > 1, numbers[1][1] == 3 { return nil }
        let first = numbers.first?.first ?? 0
        let held = numbers.count > 1 ? numbers[1][0] : 1
        switch final {
        case UInt8(ascii: "~") where first == 27 && numbers.count == 3:
            return key(code: numbers[2][0], shifted: nil, modifiers: numbers[1][0])
        case UInt8(ascii: "~"): return editing[first].flatMap { modified($0, held) }
        // As in rxvt.
        case UInt8(ascii: "^"): return editing[first].map { .with(.control, $0) }
        case UInt8(ascii: "@"): return editing[first].map { .with([.shift, .control], $0) }
        case UInt8(ascii: "a")...UInt8(ascii: "d") where sequence.isEmpty:
            return arrow(final - 32).map { .with(.shift, $0) }
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "u"):
            return key(
                code: first,
                shifted: numbers.first.flatMap { $0.count > 1 && $0[1] > 0 ? $0[1] : nil },
                modifiers: held
            )
        // CSI R is F3 for some, and the cursor's position for all.
        case UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "S"):
            guard first <= 1, numbers.count <= 2 else { return nil }
            return modified(.function(Int(final - UInt8(ascii: "P")) + 1), held)
        default: return arrow(final).flatMap { modified($0, held) }
        }
    }

    /// The key of a sequence after SS3: arrows, and the keypad in application mode.
    ///
    /// - Parameter parameters: the bytes before the final one; old xterms put modifiers there.
    static func ss3(_ final: UInt8, parameters: [UInt8]) -> Key? {
        let key = ss3(final)
        switch key {
        case .character, .with, nil: return key
        default: return key.flatMap { modified($0, numbers(parameters).last?.first ?? 1) }
        }
    }

    private static func ss3(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "I"): .tab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + 1)
        // The keypad's characters lie 0x40 above themselves: j to y are * to 9.
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(final - 0x40)))
        case UInt8(ascii: "X"): .character("=")
        case UInt8(ascii: "a")...UInt8(ascii: "d"): arrow(final - 32).map { .with(.control, $0) }
        default: arrow(final)
        }
    }

    /// The key of the letter after ESC [ [.
    static func consoleFunction(_ letter: UInt8) -> Key? {
        (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) ? .function(Int(letter - UInt8(ascii: "A")) + 1) : nil
    }

    /// The numbers between semicolons, each with its subparameters after colons. Missing numbers are 0.
    private static func numbers(_ parameters: [UInt8]) -> [[Int]] {
        parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
            field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { digits in
                digits.prefix(9).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            }
        }
    }

    private static func arrow(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        default: nil
        }
    }

    /// CSI number ~.
    private static let editing: [Int: Key] = [
        1: .home, 7: .home, 3: .delete, 4: .end, 8: .end, 5: .pageUp, 6: .pageDown,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
        18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
    ]

    /// The keypad without Num Lock, by kitty's numbers from 57417 on.
    private static let keypad: [Key?] = [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, nil, .delete]

    /// The bits of the modifiers, without Caps Lock and Num Lock.
    private static func held(_ modifiers: Int) -> Int { max(modifiers - 1, 0) & 0x3f }

    /// A key with its modifiers; nil with Super, Hyper or Meta, which belong to window managers.
    private static func modified(_ key: Key, _ modifiers: Int) -> Key? {
        let held = held(modifiers)
        guard held < 8 else { return nil }
        return held == 0 ? key : .with(Modifiers(rawValue: UInt8(held)), key)
    }

    /// A key by its Unicode number, as kitty and xterm's modifyOtherKeys report it.
    ///
    /// - Parameters:
    ///   - shifted: the character with Shift, if reported.
    ///   - modifiers: 1, plus 1 for Shift, 2 Alt, 4 Ctrl, 8 Super, 16 Hyper, 32 Meta, 64 Caps Lock and 128 Num Lock.
    private static func key(code: Int, shifted: Int?, modifiers: Int) -> Key? {
        let held = held(modifiers)
        let letters = 97...122
        switch (held, code) {
        case (1, 9): return .backTab
        case (1, 127), (1, 8): return .backspace
        case (_, 9): return modified(.tab, modifiers)
        case (_, 13), (_, 57414): return modified(.enter, modifiers)
        case (_, 27): return modified(.escape, modifiers)
        case (_, 127), (_, 8): return modified(.backspace, modifiers)
        case (_, 57417...57426): return keypad[code - 57417].flatMap { modified($0, modifiers) }
        case (0, 57399...57413): return .character(Array("0123456789./*-+")[code - 57399])
        case (4, letters): return .control(Character(Unicode.Scalar(UInt8(code))))
        case (1, letters): return .character(Character(Unicode.Scalar(UInt8(code - 32))))
        case (0, _), (1, 0..<97), (1, 123...):
            let code = held == 1 ? shifted ?? code : code
            guard code >= 32, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return nil
            default: return .character(Character(scalar))
            }
        default: return nil
        }
    }
}
