/// The colors of roles on terminals with 8 or 16 colors. They are chosen by hand, since the nearest ones would often be
/// unreadable, such as xterm's yellow, cyan and green on white and its blue on black.
struct ANSIColors: Sendable {
    /// Color numbers (0 to 15) by role; other roles have the terminal's default color.
    private let bright: [Role: Int]
    private let plain: [Role: Int]
    /// The foreground and background if the background is painted, with 16 colors and with 8.
    private let ground: (bright: (Int, Int), plain: (Int, Int))

    func style(of role: Role, isBright: Bool, paintsBackground: Bool) -> Style {
        let (foreground, background) = isBright ? ground.bright : ground.plain
        let color = (isBright ? bright : plain)[role] ?? (paintsBackground ? foreground : nil)
        return Style(
            color.map { .number($0) },
            on: paintsBackground ? .number(background) : nil,
            attributes(of: role, hasColor: (isBright ? bright : plain)[role] != nil, isBright: isBright)
        )
    }

    /// The attributes of a role; a role without a color here has those for monochrome terminals.
    private func attributes(of role: Role, hasColor: Bool, isBright: Bool) -> Style.Attributes {
        role.isPlainText || hasColor ? role.attributes.union(extra(role, isBright: isBright)) : role.monoAttributes
    }

    /// The attributes that distinguish roles with the same color.
    private func extra(_ role: Role, isBright: Bool) -> Style.Attributes {
        switch role {
        case .whatIf, .pending: .underline
        case .bad: isBright ? [] : .reverse
        default: []
        }
    }

    private static let (black, red, green, yellow, blue, magenta, cyan, gray) = (0, 1, 2, 3, 4, 5, 6, 8)
    private static let (lightRed, lightGreen, lightYellow, lightBlue) = (9, 10, 11, 12)
    private static let (lightMagenta, lightCyan, white) = (13, 14, 15)

    /// The color numbers on a dark background with 16 colors and with 8, and on a light one with 16.
    private static let table: [(role: Role, dark: Int, darkPlain: Int?, light: Int)] = [
        (.faint, gray, nil, gray),
        (.frame, gray, nil, gray),
        (.title, lightBlue, nil, blue),
        (.key, lightCyan, nil, blue),
        (.gaugeFull, lightBlue, cyan, blue),
        (.gaugeEmpty, gray, nil, gray),
        (.loss, lightBlue, cyan, blue),
        (.evaluation, lightYellow, yellow, magenta),
        (.lr, magenta, cyan, magenta),
        (.layer, lightCyan, cyan, blue),
        (.gradNorm, yellow, yellow, red),
        (.clippedNorm, cyan, cyan, lightBlue),
        (.maxNorm, lightMagenta, magenta, lightMagenta),
        (.whatIf, white, magenta, black),
        (.removed, lightYellow, yellow, lightRed),
        (.marker, lightMagenta, magenta, magenta),
        (.pending, yellow, yellow, gray),
        (.cursor, white, nil, black),
        (.band, gray, nil, gray),
        (.good, lightGreen, green, lightBlue),
        (.warning, lightYellow, yellow, red),
        (.bad, lightRed, red, lightRed),
        (.heat0, gray, nil, gray),
        (.heat1, lightBlue, cyan, lightBlue),
        (.heat2, magenta, cyan, blue),
        (.heat3, lightMagenta, green, lightMagenta),
        (.heat4, lightRed, green, magenta),
        (.heat5, yellow, yellow, lightRed),
        (.heat6, lightYellow, red, red),
        (.heat7, white, red, black),
        (.run0, lightBlue, cyan, blue),
        (.run1, yellow, yellow, red),
        (.run2, lightGreen, green, gray),
        (.run3, lightMagenta, magenta, magenta),
        (.run4, lightCyan, nil, lightBlue),
        (.run5, lightRed, red, lightRed),
    ]

    private static func colors(_ column: ((role: Role, dark: Int, darkPlain: Int?, light: Int)) -> Int?) -> [Role: Int]
    {
        Dictionary(uniqueKeysWithValues: table.compactMap { row in column(row).map { (row.role, $0) } })
    }

    static let dark = ANSIColors(
        bright: colors { $0.dark },
        plain: colors { $0.darkPlain },
        ground: (bright: (7, 0), plain: (7, 0))
    )

    static let light = ANSIColors(
        bright: colors { $0.light },
        // Gray is a bright color, which not every terminal with 8 colors has.
        plain: colors { $0.light }.filter { $0.value != gray && $0.value != black }.mapValues { $0 % 8 },
        ground: (bright: (0, 15), plain: (0, 7))
    )
}
