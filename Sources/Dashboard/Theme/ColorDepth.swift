/// How many colors a terminal shows.
public enum ColorDepth: Int, CaseIterable, Comparable, Sendable {
    /// Attributes only: bold, dim, underlined, reversed.
    case mono
    case colors8, colors16, colors256
    /// Any red, green and blue, of 8 bits each.
    case direct

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }

    /// What the environment says of a terminal whose description is not at hand, or does not say all: NO_COLOR with any text
    /// is none (https://no-color.org), COLORTERM is `truecolor` or `24bit` where any color can be shown.
    ///
    /// GNU screen hands COLORTERM on and knows no such colors; tmux, which also calls itself screen, does.
    ///
    /// - Parameter described: the depth by the terminal's description, or what is assumed of one of today.
    public static func fitting(_ environment: (String) -> String?, described: ColorDepth = .colors256) -> ColorDepth {
        func isSet(_ name: String) -> Bool { environment(name)?.isEmpty == false }
        if isSet("NO_COLOR") { return .mono }
        let isScreen = environment("TERM")?.hasPrefix("screen") == true && !isSet("TMUX")
        let isDirect = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "") && !isScreen
        return isDirect && described >= .colors256 ? .direct : described
    }
}
