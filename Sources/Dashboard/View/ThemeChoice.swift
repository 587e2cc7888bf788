/// The operator's choice of a theme for a run.
public struct ThemeChoice: Equatable, Sendable {
    /// The theme; nil for the one that suits the terminal's background.
    public var name: ThemeName?

    private static let automatic = "auto"

    public init(_ name: ThemeName?) { self.name = name }

    /// Nil for an unknown word.
    init?(word: String) {
        guard word == Self.automatic || ThemeName(rawValue: word) != nil else { return nil }
        name = ThemeName(rawValue: word)
    }

    var word: String { name?.rawValue ?? Self.automatic }
}
