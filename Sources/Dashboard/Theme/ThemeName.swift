/// The themes, as configuration and options name them.
public enum ThemeName: String, CaseIterable, Hashable, Sendable {
    case dark, light
    case highContrast = "high-contrast"
    case colorblind

    /// The choice after this one, in the order in which a key goes through them; nil is the terminal's own background with
    /// the theme that suits it.
    public static func next(after name: ThemeName?) -> ThemeName? {
        guard let name, let place = allCases.firstIndex(of: name) else { return allCases.first }
        return place + 1 < allCases.count ? allCases[place + 1] : nil
    }
}
