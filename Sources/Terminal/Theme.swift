import Dashboard

/// The look of every role, for terminals with 256 colours, with 8, and with none.
///
/// The 256 colours are mid-tones: each stands out from a dark and from a light background alike, and series
/// that share a chart differ in lightness or along the blue–orange axis, which colour-blind eyes keep.
public enum Theme: Hashable, Sendable, CaseIterable {
    /// Numbers of the 256-colour palette as RGB values, for terminals of the xterm-direct kind.
    case direct
    case palette256
    case palette8
    case mono

    /// The richest theme for a number of colours.
    public init(colors: Int) {
        switch colors {
        case 257...: self = .direct
        case 256: self = .palette256
        case 8...: self = .palette8
        default: self = .mono
        }
    }

    public func style(of role: Role) -> Style {
        switch self {
        case .direct: Self.rich(role).withRGBColors
        case .palette256: Self.rich(role)
        case .palette8: Self.plain(role)
        case .mono: Self.colorless(role)
        }
    }

    private static func rich(_ role: Role) -> Style {
        switch role {
        case .text: Style()
        case .faint: Style(244)
        case .strong: Style(.none, .bold)
        case .frame: Style(243)
        case .title: Style(67, .bold)
        case .loss: Style(33)
        case .evaluation: Style(35)
        case .gradNorm: Style(172)
        case .clippedNorm: Style(37)
        case .maxNorm: Style(198)
        case .lr: Style(98)
        case .layer: Style(67)
        case .marker: Style(170, .bold)
        case .pending: Style(136)
        case .good: Style(35)
        case .warning: Style(166, .bold)
        case .bad: Style(196, .bold)
        case .key: Style(33, .bold)
        case .gaugeFull: Style(33)
        case .gaugeEmpty: Style(243)
        case .prompt: Style(.none, .bold)
        case .selected: Style(.none, .reverse)
        case .band: Style(66)
        case .whatIf: Style(134, .bold)
        case .cursor: Style(.none, .reverse)
        case .takenAway: Style(166, .bold)
        case .heat0: Style(61)
        case .heat1: Style(32)
        case .heat2: Style(30)
        case .heat3: Style(65)
        case .heat4: Style(100)
        case .heat5: Style(136)
        case .heat6: Style(166)
        case .heat7: Style(196)
        case .run0: Style(33)
        case .run1: Style(166)
        case .run2: Style(29)
        case .run3: Style(162)
        case .run4: Style(98)
        case .run5: Style(136)
        }
    }

    /// Bold makes these colours light on many terminals, too light for a white background; red stays readable.
    private static func plain(_ role: Role) -> Style {
        let (red, green, yellow, magenta, cyan) = (1, 2, 3, 5, 6)
        return switch role {
        case .text: Style()
        case .faint, .frame, .gaugeEmpty: Style(.none, .dim)
        case .strong, .title, .key, .prompt: Style(.none, .bold)
        case .loss, .clippedNorm, .lr, .layer, .gaugeFull, .heat0, .heat1, .run0: Style(cyan)
        case .evaluation, .good, .heat2, .heat3, .run2: Style(green)
        case .gradNorm, .pending, .warning, .heat4, .heat5, .run1: Style(yellow)
        case .maxNorm, .marker, .run3: Style(magenta)
        case .whatIf: Style(magenta, .underline)
        case .heat6, .run5: Style(red)
        case .bad, .takenAway, .heat7: Style(red, .bold)
        case .run4: Style(.none, .bold)
        case .band: Style(.none, .dim)
        case .selected, .cursor: Style(.none, .reverse)
        }
    }

    private static func colorless(_ role: Role) -> Style {
        switch role {
        case .text, .loss, .gradNorm, .lr, .layer, .gaugeFull, .good: Style()
        case .heat3, .heat4, .heat5, .run0, .run3, .run4: Style()
        case .strong, .title, .evaluation, .maxNorm, .key, .prompt, .marker: Style(.none, .bold)
        case .takenAway, .heat6, .heat7, .run1, .run5: Style(.none, .bold)
        case .clippedNorm, .faint, .frame, .gaugeEmpty, .band, .heat0, .heat1, .heat2, .run2: Style(.none, .dim)
        case .pending, .whatIf: Style(.none, .underline)
        case .warning: Style(.none, [.bold, .underline])
        case .bad: Style(.none, [.bold, .reverse])
        case .selected, .cursor: Style(.none, .reverse)
        }
    }
}

extension Style {
    init(_ foreground: Int?, _ attributes: Attributes) {
        self.init(foreground, on: nil, attributes)
    }

    /// The same colours, each as 0xRRGGBB in place of its number in the 256-colour palette.
    var withRGBColors: Style {
        Style(foreground.map(rgbColor), on: background.map(rgbColor), attributes)
    }
}

/// The RGB value that xterm gives a colour of the 6×6×6 cube (16–231) or of the grey ramp (232–255).
func rgbColor(_ number: Int) -> Int {
    if number >= 232 {
        let level = 8 + 10 * (number - 232)
        return level << 16 | level << 8 | level
    }
    func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
    let place = number - 16
    return level(place / 36) << 16 | level(place / 6 % 6) << 8 | level(place % 6)
}
