/// The number of colors of a terminal.
public enum ColorDepth: Int, CaseIterable, Comparable, Sendable {
    /// Attributes only: bold, dim, underlined, reversed.
    case mono
    case colors8, colors16, colors256
    /// Any red, green and blue, of 8 bits each.
    case direct

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }

    /// The depth by the environment, if the terminal's description is missing or incomplete: `mono` if NO_COLOR is not empty
    /// (https://no-color.org), `direct` if COLORTERM is `truecolor` or `24bit`.
    ///
    /// GNU screen passes COLORTERM on without supporting it; tmux, whose TERM may also begin with screen, supports it.
    ///
    /// - Parameter described: the depth by the terminal's description, or a default.
    public static func fitting(_ environment: (String) -> String?, described: ColorDepth = .colors256) -> ColorDepth {
        func isSet(_ name: String) -> Bool { environment(name)?.isEmpty == false }
        if isSet("NO_COLOR") { return .mono }
        let isScreen = environment("TERM")?.hasPrefix("screen") == true && !isSet("TMUX")
        let isDirect = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "") && !isScreen
        return isDirect && described >= .colors256 ? .direct : described
    }
}
