import Dashboard

extension GlyphSet {
    /// The best glyphs that a terminal can be trusted to show.
    ///
    /// - Parameters:
    ///   - utf8: whether the locale's characters are UTF-8; without it only 7-bit characters arrive whole.
    ///   - term: the terminal's type; the fonts of the Linux console have blocks but no braille.
    ///   - ascii: the operator's wish for 7-bit characters.
    public static func fitting(utf8: Bool, term: String, ascii: Bool) -> GlyphSet {
        if ascii || !utf8 { return .ascii }
        return term == "linux" || term.hasPrefix("linux-") ? .blocks : .braille
    }
}
