/// The names of the themes in configuration and options.
public enum ThemeName: String, CaseIterable, Hashable, Sendable {
    case dark, light
    case highContrast = "high-contrast"
    case colorblind

    /// The next choice, cyclically. Nil is the theme that suits the terminal's own background.
    public static func next(after name: ThemeName?) -> ThemeName? {
        guard let name, let index = allCases.firstIndex(of: name) else { return allCases.first }
        return index + 1 < allCases.count ? allCases[index + 1] : nil
    }
}
