public import Dashboard

/// The operator's choices for the screen.
public struct ScreenOptions: Equatable, Sendable {
    /// Nil for the best that the terminal can be trusted to show.
    public var glyphs: GlyphSet?
    /// Nil for the one that suits the terminal's background.
    public var theme: ThemeName?
    /// True where only the operator's key may change it.
    public var keepsTheme: Bool
    /// False, or the environment variable NO_COLOR with any text in it, sends no color.
    public var color: Bool
    /// Whether the mouse is reported to the program. The terminal then selects text only with Shift held down.
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
