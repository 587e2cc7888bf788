/// The colors of all roles, and their equivalents on terminals with fewer colors.
public struct Theme: Sendable {
    public let name: ThemeName
    /// The color behind all text.
    public let background: RGB
    /// The color behind the row that is selected.
    private let selection: RGB
    private let colors: [Role: RGB]
    private let ansi: ANSIColors

    private static let all = ThemeName.allCases.map(Theme.init(made:))

    private init(made name: ThemeName) {
        self.name = name
        background = ThemeColors.background(of: name)
        selection = ThemeColors.selection(of: name)
        colors = ThemeColors.colors(of: name)
        ansi = name == .light ? .light : .dark
    }

    public init(_ name: ThemeName) { self = Self.all.first { $0.name == name } ?? Theme(made: name) }

    /// The color of a role's glyphs.
    public func color(of role: Role) -> RGB { colors[role] ?? colors[.text] ?? RGB(0xffffff) }

    /// The color behind a role's glyphs.
    public func background(of role: Role) -> RGB { role == .selected ? selection : background }

    /// The style of a role for a color depth.
    ///
    /// - Parameter paintsBackground: false to keep the terminal's own background and its color of plain text.
    public func style(of role: Role, at depth: ColorDepth, paintsBackground: Bool) -> Style {
        switch depth {
        case .mono: Style(nil, on: nil, role.monoAttributes)
        case .colors8, .colors16: ansi.style(of: role, isBright: depth == .colors16, paintsBackground: paintsBackground)
        case .colors256: rich(role, paintsBackground) { .number(Palette256.nearest(to: $0)) }
        case .direct: rich(role, paintsBackground) { .rgb($0) }
        }
    }

    private func rich(_ role: Role, _ paintsBackground: Bool, ink: (RGB) -> Style.Ink) -> Style {
        let hasOwnColor = paintsBackground || !role.isPlainText
        let hasOwnBackground = paintsBackground || role == .selected
        return Style(
            hasOwnColor ? ink(color(of: role)) : nil,
            on: hasOwnBackground ? ink(background(of: role)) : nil,
            role.attributes
        )
    }
}
