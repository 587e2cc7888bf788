import Dashboard
import Foundation
import Testing

@testable import Terminal

@Suite struct ThemeTests {
    @Test(arguments: [
        (0, Theme.mono), (2, .mono), (8, .palette8), (16, .palette8), (256, .palette256), (1 << 24, .direct),
    ])
    func richestForTheTerminal(_ colors: Int, _ theme: Theme) {
        #expect(Theme(colors: colors) == theme)
    }

    @Test(arguments: Theme.allCases, Role.allCases) func everyRoleHasALook(_ theme: Theme, _ role: Role) {
        let style = theme.style(of: role)
        let limit = [Theme.mono: 0, .palette8: 8, .palette256: 256, .direct: 1 << 24][theme]!
        for color in [style.foreground, style.background].compactMap({ $0 }) {
            #expect((0..<limit).contains(color))
        }
        if theme == .direct { #expect(style.foreground ?? 8 >= 8, "smaller numbers are palette entries there") }
    }

    /// Roles that meet in one chart or one line of text must not look the same.
    @Test(arguments: Theme.allCases) func neighboursDiffer(_ theme: Theme) {
        let groups: [[Role]] = [
            [.loss, .evaluation], [.gradNorm, .clippedNorm, .maxNorm], [.good, .warning, .bad],
            [.text, .faint, .strong, .selected], [.text, .faint, .key], [.gaugeFull, .gaugeEmpty], [.text, .pending],
        ]
        for group in groups {
            #expect(Set(group.map(theme.style)).count == group.count, "\(group)")
        }
    }

    /// Contrast as WCAG 2 defines it. Lines of charts may be as faint as 2.5, words want 3.
    @Test(arguments: Role.allCases) func readableOnDarkAndLight(_ role: Role) {
        guard let color = Theme.direct.style(of: role).foreground else { return }
        let lines: Set<Role> = [.evaluation, .gradNorm, .clippedNorm, .good]
        for background in [0x1c1c1c, 0xfafafa] {
            #expect(contrast(color, background) >= (lines.contains(role) ? 2.5 : 3))
        }
    }

    @Test(arguments: [(16, 0), (33, 0x0087ff), (196, 0xff0000), (231, 0xffffff), (232, 0x080808), (255, 0xeeeeee)])
    func paletteNumbersAsRGB(_ number: Int, _ color: Int) {
        #expect(rgbColor(number) == color)
    }

    @Test func glyphsFollowLocaleAndTerminal() {
        #expect(GlyphSet.fitting(utf8: true, term: "xterm-256color", ascii: false) == .braille)
        #expect(GlyphSet.fitting(utf8: true, term: "linux", ascii: false) == .blocks)
        #expect(GlyphSet.fitting(utf8: true, term: "linux-16color", ascii: false) == .blocks)
        #expect(GlyphSet.fitting(utf8: true, term: "xterm", ascii: true) == .ascii)
        #expect(GlyphSet.fitting(utf8: false, term: "xterm", ascii: false) == .ascii)
    }

    private func contrast(_ first: Int, _ second: Int) -> Double {
        let (dark, light) = (min(luminance(first), luminance(second)), max(luminance(first), luminance(second)))
        return (light + 0.05) / (dark + 0.05)
    }

    private func luminance(_ color: Int) -> Double {
        func linear(_ byte: Int) -> Double {
            let value = Double(byte & 0xff) / 255
            return value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
        }
        return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color)
    }
}
