/// The glyphs for charts, best first.
public enum GlyphSet: String, CaseIterable, Sendable {
    /// 2×4 dots a cell.
    case braille
    /// 1×2 half blocks a cell, for fonts without braille (the Linux console).
    case blocks
    /// 7-bit only.
    case ascii
}
