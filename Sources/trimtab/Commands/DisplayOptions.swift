import ArgumentParser
import Dashboard
import Terminal

/// How the screen looks and what it may do.
struct DisplayOptions: ParsableArguments {
    @Option(help: "Colors; auto follows the terminal's background.")
    var theme: AutoOr<ThemeName>?

    @Option(help: "Glyphs of the charts; auto chooses the best that the terminal can show.")
    var glyphs: AutoOr<GlyphSet>?

    @Flag(help: "Draw with 7-bit characters only (as --glyphs ascii does).")
    var ascii = false

    @Flag(help: "Draw without colors (as NO_COLOR does).")
    var noColor = false

    @Flag(inversion: .prefixedNo, help: "Use the mouse; with --no-mouse the terminal keeps it.")
    var mouse: Bool?

    @Flag(help: "Only watch: keys change nothing in the run.")
    var readonly = false

    func validate() throws {
        if ascii, let glyphs, glyphs.value != .ascii {
            throw ValidationError("--ascii does not go together with --glyphs \(glyphs.word).")
        }
    }

    /// What is wanted of the screen: what the options leave open is as configured.
    func screen(_ configuration: Configuration) -> ScreenOptions {
        ScreenOptions(
            glyphs: ascii ? .ascii : (glyphs ?? AutoOr(configuration.glyphs)).value,
            theme: (theme ?? AutoOr(configuration.theme)).value,
            keepsTheme: theme != nil,
            color: !noColor,
            mouse: mouse ?? configuration.mouse
        )
    }

    /// The options as they were given.
    var words: [String] {
        var words: [String] = []
        if let theme { words += ["--theme", theme.word] }
        if let glyphs { words += ["--glyphs", glyphs.word] }
        if ascii { words.append("--ascii") }
        if noColor { words.append("--no-color") }
        if let mouse { words.append(mouse ? "--mouse" : "--no-mouse") }
        if readonly { words.append("--readonly") }
        return words
    }
}
