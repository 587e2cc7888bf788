/// The colours of roles on terminals with 8 or 16, which are the terminal's own: chosen by hand, since the nearest ones would
/// often be unreadable. On white xterm's yellow, cyan and green are, on black its blue.
struct ANSIColors: Sendable {
    /// Colours by role from 0 to 15; roles without one have the terminal's own.
    private let bright: [Role: Int]
    private let plain: [Role: Int]
    /// Foreground and background where the background is painted, with 16 colours and with 8.
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

    /// A role that has no colour here shows by what it would have without any.
    private func attributes(of role: Role, hasColor: Bool, isBright: Bool) -> Style.Attributes {
        role.isPlainText || hasColor ? role.attributes.union(extra(role, isBright: isBright)) : role.monoAttributes
    }

    /// What keeps apart roles that share a colour.
    private func extra(_ role: Role, isBright: Bool) -> Style.Attributes {
        switch role {
        case .whatIf, .pending: .underline
        case .bad: isBright ? [] : .reverse
        default: []
        }
    }

    static let dark: ANSIColors = {
        let (red, green, yellow, magenta, cyan) = (1, 2, 3, 5, 6)
        let (grey, lightRed, lightGreen, lightYellow, lightBlue, lightMagenta, lightCyan, white) =
            (8, 9, 10, 11, 12, 13, 14, 15)
        return ANSIColors(
            bright: [
                .faint: grey, .frame: grey, .gaugeEmpty: grey, .band: grey,
                .title: lightBlue, .key: lightCyan, .gaugeFull: lightBlue, .layer: lightCyan,
                .loss: lightBlue, .evaluation: lightYellow, .lr: magenta,
                .gradNorm: yellow, .clippedNorm: cyan, .maxNorm: lightMagenta, .whatIf: white, .takenAway: lightYellow,
                .marker: lightMagenta, .pending: yellow, .cursor: white,
                .good: lightGreen, .warning: lightYellow, .bad: lightRed,
                .heat0: grey, .heat1: lightBlue, .heat2: magenta, .heat3: lightMagenta,
                .heat4: lightRed, .heat5: yellow, .heat6: lightYellow, .heat7: white,
                .run0: lightBlue, .run1: yellow, .run2: lightGreen, .run3: lightMagenta, .run4: lightCyan,
                .run5: lightRed,
            ],
            plain: [
                .loss: cyan, .clippedNorm: cyan, .lr: cyan, .layer: cyan, .gaugeFull: cyan,
                .evaluation: yellow, .good: green,
                .gradNorm: yellow, .pending: yellow, .warning: yellow, .takenAway: yellow,
                .maxNorm: magenta, .marker: magenta, .whatIf: magenta, .bad: red,
                .heat1: cyan, .heat2: cyan, .heat3: green, .heat4: green, .heat5: yellow, .heat6: red, .heat7: red,
                .run0: cyan, .run1: yellow, .run2: green, .run3: magenta, .run5: red,
            ],
            ground: (bright: (7, 0), plain: (7, 0))
        )
    }()

    static let light: ANSIColors = {
        let (black, red, blue, magenta, grey, lightRed, lightBlue, lightMagenta) = (0, 1, 4, 5, 8, 9, 12, 13)
        let bright: [Role: Int] = [
            .faint: grey, .frame: grey, .gaugeEmpty: grey, .band: grey,
            .title: blue, .key: blue, .gaugeFull: blue, .layer: blue,
            .loss: blue, .evaluation: magenta, .lr: magenta,
            .gradNorm: red, .clippedNorm: lightBlue, .maxNorm: lightMagenta, .whatIf: black, .takenAway: lightRed,
            .marker: magenta, .pending: grey, .cursor: black,
            .good: lightBlue, .warning: red, .bad: lightRed,
            .heat0: grey, .heat1: lightBlue, .heat2: blue, .heat3: lightMagenta,
            .heat4: magenta, .heat5: lightRed, .heat6: red, .heat7: black,
            .run0: blue, .run1: red, .run2: grey, .run3: magenta, .run4: lightBlue, .run5: lightRed,
        ]
        return ANSIColors(
            bright: bright,
            // Grey is a light colour, which not every terminal with 8 has.
            plain: bright.filter { $0.value != grey && $0.value != black }.mapValues { $0 % 8 },
            ground: (bright: (0, 15), plain: (0, 7))
        )
    }()
}
