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
        }
    }

    /// Bold makes these colours light on many terminals, too light for a white background; red stays readable.
    private static func plain(_ role: Role) -> Style {
        let (red, green, yellow, magenta, cyan) = (1, 2, 3, 5, 6)
        return switch role {
        case .text: Style()
        case .faint, .frame, .gaugeEmpty: Style(.none, .dim)
        case .strong, .title, .key, .prompt: Style(.none, .bold)
        case .loss, .clippedNorm, .lr, .layer, .gaugeFull: Style(cyan)
        case .evaluation, .good: Style(green)
        case .gradNorm, .pending, .warning: Style(yellow)
        case .maxNorm, .marker: Style(magenta)
        case .bad: Style(red, .bold)
        case .selected: Style(.none, .reverse)
        }
    }

    private static func colorless(_ role: Role) -> Style {
        switch role {
        case .text, .loss, .gradNorm, .lr, .layer, .gaugeFull, .good: Style()
        case .strong, .title, .evaluation, .maxNorm, .key, .prompt, .marker: Style(.none, .bold)
        case .clippedNorm, .faint, .frame, .gaugeEmpty: Style(.none, .dim)
        case .pending: Style(.none, .underline)
        case .warning: Style(.none, [.bold, .underline])
        case .bad: Style(.none, [.bold, .reverse])
        case .selected: Style(.none, .reverse)
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
