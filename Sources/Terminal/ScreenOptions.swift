public import Dashboard

/// The operator's choices for the screen.
public struct ScreenOptions: Equatable, Sendable {
    /// The glyphs; nil for the best that the terminal is known to show.
    public var glyphs: GlyphSet?
    /// The theme; nil for the one that suits the terminal's background.
    public var theme: ThemeName?
    /// True if only the operator's key may change the theme.
    public var keepsTheme: Bool
    /// False sends no color, and so does a non-empty environment variable NO_COLOR.
    public var color: Bool
    /// True to use the mouse. The terminal then selects text only with Shift held down.
    public var mouse: Bool

    public init(
        glyphs: GlyphSet? = nil,
        theme: ThemeName? = nil,
        keepsTheme: Bool = false,
        color: Bool = true,
        mouse: Bool = true
    ) {
        (self.glyphs, self.theme, self.keepsTheme) = (glyphs, theme, keepsTheme)
        (self.color, self.mouse) = (color, mouse)
    }
}
