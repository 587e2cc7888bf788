import Dashboard

/// What the sequences of xterm, kitty, rxvt and the Linux console mean as keys; nil for everything that is no key.
enum KeySequences {
    /// A control sequence by its parameters and final byte.
    static func key(_ sequence: ControlSequence, final: UInt8) -> Key? {
        // Those with a private mark or intermediate bytes are answers and reports.
        guard sequence.intermediates.isEmpty, !sequence.parameters.contains(where: { $0 > UInt8(ascii: ";") }) else {
            return nil
        }
        let numbers = numbers(sequence.parameters)
        // kitty reports keys that are let go, too.
        if numbers.count > 1, numbers[1].count > 1, numbers[1][1] == 3 { return nil }
        let first = numbers.first?.first ?? 0
        switch final {
        case UInt8(ascii: "~") where first == 27 && numbers.count == 3:
            return key(code: numbers[2][0], shifted: nil, modifiers: numbers[1][0])
        case UInt8(ascii: "~"): return editing[first]
        case UInt8(ascii: "u"):
            return key(
                code: first,
                shifted: numbers.first.flatMap { $0.count > 1 && $0[1] > 0 ? $0[1] : nil },
                modifiers: numbers.count > 1 ? numbers[1][0] : 1
            )
        // CSI R is F3 for some, and the cursor's position for all.
        case UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "S"):
            return first <= 1 && numbers.count <= 2 ? .function(Int(final - UInt8(ascii: "P")) + 1) : nil
        default: return arrow(final)
        }
    }

    /// What follows SS3: arrows, and the keypad in application mode.
    static func shifted(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "I"): .tab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + 1)
        // The keypad's characters lie 0x40 above themselves: j to y are * to 9.
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(final - 0x40)))
        case UInt8(ascii: "X"): .character("=")
        default: arrow(final)
        }
    }

    /// The letter after ESC [ [.
    static func consoleFunction(_ letter: UInt8) -> Key? {
        (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) ? .function(Int(letter - UInt8(ascii: "A")) + 1) : nil
    }

    /// Numbers between semicolons, each with those that colons add to it. What is missing is 0.
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

    /// A key by its Unicode number, as kitty and xterm's modifyOtherKeys report it.
    ///
    /// - Parameters:
    ///   - shifted: the character it makes with Shift, where that was reported.
    ///   - modifiers: 1, plus 1 for Shift, 2 Alt, 4 Ctrl, 8 Super, 16 Hyper, 32 Meta, 64 Caps Lock and 128 Num Lock.
    private static func key(code: Int, shifted: Int?, modifiers: Int) -> Key? {
        let held = max(modifiers - 1, 0) & 0x3f
        let letters = 97...122
        switch (held, code) {
        case (0, 9): return .tab
        case (0, 13), (0, 57414): return .enter
        case (0, 27): return .escape
        case (0...1, 127), (0...1, 8): return .backspace
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
