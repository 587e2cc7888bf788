import CNcurses
import Dashboard

/// The styles of roles on the open terminal.
enum TerminalColors {
    /// The number of colors of the open terminal, by its description and the environment.
    static func depth(_ environment: (String) -> String?) -> ColorDepth {
        let described: ColorDepth =
            switch tt_colors() {
            case 257...: .direct
            case 256: .colors256
            case 16...: .colors16
            case 8...: .colors8
            default: .mono
            }
        guard described == .colors256 else { return described }
        guard tt_redefines_colors() else { return .colors256 }
        return unsafe tt_has_flag("Tc") || tt_has_flag("RGB") ? .direct : .fitting(environment, described: .colors256)
    }

    /// Defines the style of every role for a theme.
    static func define(_ theme: Theme, at depth: ColorDepth, paintsBackground: Bool) {
        var numbers = Numbers()
        for role in Role.allCases {
            let style = theme.style(of: role, at: depth, paintsBackground: paintsBackground)
            tt_define_style(
                Int32(role.rawValue),
                numbers.number(of: style.foreground),
                numbers.number(of: style.background),
                style.attributes.rawValue
            )
        }
        for unused in numbers.unused { tt_define_color(unused, -1) }
    }

    /// Color numbers that stand for red, green and blue.
    private struct Numbers {
        private var known: [RGB: Int32] = [:]

        var unused: ClosedRange<Int32> { 16 + Int32(known.count)...255 }

        mutating func number(of ink: Style.Ink?) -> Int32 {
            switch ink {
            case nil: return -1
            case .number(let number): return Int32(number)
            // On direct-color terminals a number is an RGB value; those below 8 are palette colors, which look like black.
            case .rgb(let color) where tt_colors() > 256: return Int32(color.value)
            case .rgb(let color):
                if let number = known[color] { return number }
                let number = 16 + Int32(known.count)
                known[color] = number
                tt_define_color(number, Int32(color.value))
                return number
            }
        }
    }
}
