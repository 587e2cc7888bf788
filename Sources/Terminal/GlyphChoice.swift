public import Dashboard

extension GlyphSet {
    /// The best glyphs that a terminal can be trusted to show.
    ///
    /// - Parameters:
    ///   - utf8: whether the locale's characters are UTF-8; without it only 7-bit characters arrive whole.
    ///   - term: the terminal's type; the fonts of the Linux console have blocks but no braille.
    ///   - wanted: the operator's wish; nil leaves it to the terminal.
    public static func fitting(utf8: Bool, term: String, wanted: GlyphSet?) -> GlyphSet {
        if !utf8 { return .ascii }
        if let wanted { return wanted }
        return term == "linux" || term.hasPrefix("linux-") ? .blocks : .braille
    }
}
