/// A key an operator pressed.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// A letter pressed with Ctrl, in lower case. ^C arrives as `.control("c")`.
    case control(Character)
    case enter, escape, tab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
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
