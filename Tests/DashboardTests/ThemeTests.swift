import Foundation
import Testing

@testable import Dashboard

/// Themes: every role can be read and told from those beside it, at every depth.
@Suite struct ThemeTests {
    /// Lines and areas, which need not be read.
    static let decoration: Set<Role> = Set(Role.heat).union([.frame, .gaugeEmpty, .band])

    @Test(arguments: ThemeName.allCases) func `every role has a color`(_ name: ThemeName) {
        for role in Role.allCases {
            #expect(Theme(name).color(of: role) != Theme(name).background(of: role), "\(role)")
        }
        let given = Set(Role.allCases.map { Theme(name).color(of: $0) })
        #expect(given.count > 25, "a role without a color would look like text")
    }

    /// Contrast as WCAG 2 defines it: 3 for what is large or bold, 4.5 for text, 7 for the highest level.
    @Test(arguments: ThemeName.allCases, Role.allCases) func readable(_ name: ThemeName, _ role: Role) {
        let theme = Theme(name)
        let least = name == .highContrast && !Self.decoration.contains(role) ? 7 : role == .text ? 7 : 3
        let limit = Self.decoration.contains(role) ? 1.3 : Double(least)
        #expect(contrast(theme.color(of: role), theme.background(of: role)) >= limit)
        guard case .number(let number)? = theme.style(of: role, at: .colors256, paintsBackground: true).foreground,
            case .number(let ground)? = theme.style(of: role, at: .colors256, paintsBackground: true).background
        else {
            Issue.record("256 colors are numbers")
            return
        }
        // The nearest of 256 are up to a twentieth lighter or darker.
        #expect(contrast(Palette256.color(number), Palette256.color(ground)) >= limit * 0.85)
    }

    /// Where the terminal's own background stays, it may be any that people use.
    @Test(arguments: Role.allCases) func `readable on other backgrounds`(_ role: Role) {
        guard !Self.decoration.contains(role), role != .selected else { return }
        for background in [0x000000, 0x1c1c1c, 0x282828, 0x002b36] {
            // Plain text has no color of its own there.
            guard case .rgb(let color)? = style(role, .dark) else {
                #expect(role.isPlainText)
                continue
            }
            #expect(contrast(color, RGB(background)) >= 3, "dark on \(RGB(background).hexadecimal)")
        }
        for background in [0xffffff, 0xfafafa, 0xfdf6e3, 0xeeeeee] {
            guard case .rgb(let color)? = style(role, .light) else {
                #expect(role.isPlainText)
                continue
            }
            #expect(contrast(color, RGB(background)) >= 3, "light on \(RGB(background).hexadecimal)")
        }
    }

    private func style(_ role: Role, _ name: ThemeName) -> Style.Ink? {
        Theme(name).style(of: role, at: .direct, paintsBackground: false).foreground
    }

    /// xterm's own 16 colors, https://invisible-island.net/xterm: others are close to them.
    static let xterm = [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ]

    @Test(arguments: ThemeName.allCases, [ColorDepth.colors8, .colors16]) func `readable with few colors`(
        _ name: ThemeName,
        _ depth: ColorDepth
    ) {
        let limit = depth == .colors8 ? 8 : 16
        for role in Role.allCases {
            let style = Theme(name).style(of: role, at: depth, paintsBackground: true)
            guard case .number(let color)? = style.foreground, case .number(let ground)? = style.background else {
                Issue.record("\(role) has no colors")
                continue
            }
            #expect((0..<limit).contains(color) && (0..<limit).contains(ground))
            let ratio = contrast(RGB(Self.xterm[color]), RGB(Self.xterm[ground]))
            #expect(ratio >= 2.9 || Self.decoration.contains(role), "\(role)")
        }
    }

    /// Roles that meet in one chart or one line of text must not look the same.
    static let neighbors: [[Role]] = [
        [.loss, .evaluation, .band], [.gradNorm, .clippedNorm, .maxNorm], [.gradNorm, .removed, .whatIf],
        [.good, .warning, .bad], [.text, .faint, .strong, .selected], [.text, .faint, .key], [.gaugeFull, .gaugeEmpty],
        [.text, .pending],
    ]

    @Test(arguments: ThemeName.allCases, ColorDepth.allCases) func `neighbors differ`(
        _ name: ThemeName,
        _ depth: ColorDepth
    ) {
        for isPainted in [true, false] {
            for group in Self.neighbors {
                let looks = group.map { Theme(name).style(of: $0, at: depth, paintsBackground: isPainted) }
                #expect(Set(looks).count == group.count, "\(group), painted: \(isPainted)")
            }
        }
        guard depth >= .colors256 else { return }
        for group in [Role.heat, Role.runs] {
            let looks = group.map { Theme(name).style(of: $0, at: depth, paintsBackground: true) }
            #expect(Set(looks).count == group.count)
        }
    }

    /// On a strip only lightness orders the levels for everybody.
    @Test(arguments: ThemeName.allCases) func `heat grows away from the background`(_ name: ThemeName) {
        let theme = Theme(name)
        let contrasts = Role.heat.map { contrast(theme.color(of: $0), theme.background) }
        for (cold, hot) in zip(contrasts, contrasts.dropFirst()) { #expect(hot > 1.15 * cold) }
    }

    /// Curves of one theme, for eyes that lack the receptors for red or green.
    @Test(arguments: Eyes.allCases) func `curves stay apart`(_ eyes: Eyes) {
        let theme = Theme(.colorblind)
        for group in [[Role.loss, .evaluation, .gradNorm, .clippedNorm, .maxNorm], Role.runs] {
            for (place, first) in group.enumerated() {
                for second in group.dropFirst(place + 1) {
                    let distance = eyes.difference(theme.color(of: first), theme.color(of: second))
                    #expect(distance >= 20, "\(first) and \(second)")
                }
            }
        }
        #expect(eyes.difference(theme.color(of: .good), theme.color(of: .bad)) >= 40)
    }

    @Test func `colors that only others distinguish are found`() {
        // The test above fails for a palette that was not made for it.
        let theme = Theme(.dark)
        #expect(Eyes.deutan.difference(theme.color(of: .clippedNorm), theme.color(of: .maxNorm)) < 20)
    }

    @Test(
        arguments: [
            (["COLORTERM": "truecolor"], ColorDepth.direct), (["COLORTERM": "24bit", "TERM": "xterm"], .direct),
            (["COLORTERM": "truecolor", "TERM": "screen-256color"], .colors256),
            (["COLORTERM": "truecolor", "TERM": "screen-256color", "TMUX": "/tmp/t,1,0"], .direct),
            (["COLORTERM": "yes"], .colors256), ([:], .colors256),
            (["NO_COLOR": "1", "COLORTERM": "truecolor"], .mono),
            (["NO_COLOR": ""], .colors256),
        ]
    ) func `depths by the environment`(_ environment: [String: String], _ expected: ColorDepth) {
        #expect(ColorDepth.fitting { environment[$0] } == expected)
        #expect(ColorDepth.fitting({ environment[$0] }, described: .colors8) <= .colors8)
    }

    @Test(arguments: [(16, 0), (33, 0x0087ff), (196, 0xff0000), (231, 0xffffff), (232, 0x080808), (255, 0xeeeeee)])
    func `palette numbers as RGB`(_ number: Int, _ color: Int) {
        #expect(Palette256.color(number) == RGB(color))
        #expect(Palette256.nearest(to: RGB(color)) == number)
    }

    @Test func `the choices go round`() {
        var seen: [ThemeName?] = [nil]
        while let next = ThemeName.next(after: seen.last!) { seen.append(next) }
        #expect(seen == [nil, .dark, .light, .highContrast, .colorblind])
    }

    @Test func `hexadecimals have six digits`() {
        #expect(RGB(0x00ff0a).hexadecimal == "#00ff0a")
        #expect(RGB(0).hexadecimal == "#000000")
    }
}
