import Dashboard

/// What an operator wants of the screen.
public struct ScreenOptions: Equatable, Sendable {
    /// Nil for the best that the terminal can be trusted to show.
    public var glyphs: GlyphSet?
    /// Nil for the one that suits the terminal's background.
    public var theme: ThemeName?
    /// False, or the environment variable NO_COLOR with any text in it, sends no colour.
    public var color: Bool
    /// Whether the mouse is reported to the program. The terminal then selects text only with Shift held down.
    public var mouse: Bool

    public init(glyphs: GlyphSet? = nil, theme: ThemeName? = nil, color: Bool = true, mouse: Bool = true) {
        (self.glyphs, self.theme, self.color, self.mouse) = (glyphs, theme, color, mouse)
    }
}
