/// A key an operator pressed.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// A letter pressed with Ctrl, in lower case. ^C arrives as `.control("c")`.
    case control(Character)
    case enter, escape, tab, backspace, delete
    /// Shift and Tab.
    case backTab
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// A key held down together with others: an arrow, a function key or another that makes no character. The modifiers
    /// are never empty, and the key is never another `.with`.
    indirect case with(Modifiers, Key)
}

/// Keys that are held down while another, or a button of the mouse, is pressed.
public struct Modifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let shift = Modifiers(rawValue: 1)
    public static let alt = Modifiers(rawValue: 2)
    public static let control = Modifiers(rawValue: 4)
}

/// How a terminal can draw charts, best first.
public enum GlyphSet: String, CaseIterable, Sendable {
    /// 2×4 dots a cell.
    case braille
    /// 1×2 half blocks a cell, for fonts without braille (the Linux console).
    case blocks
    /// 7-bit only.
    case ascii
}
