public import Dashboard

extension GlyphSet {
    /// The best glyphs that a terminal is known to show.
    ///
    /// - Parameters:
    ///   - utf8: true if the locale's encoding is UTF-8; otherwise only ASCII is safe.
    ///   - term: the terminal's type; the fonts of the Linux console have blocks but no braille.
    ///   - wanted: the operator's choice; nil for the terminal's best.
    public static func fitting(utf8: Bool, term: String, wanted: GlyphSet?) -> GlyphSet {
        if !utf8 { return .ascii }
        if let wanted { return wanted }
        return term == "linux" || term.hasPrefix("linux-") ? .blocks : .braille
    }
}
