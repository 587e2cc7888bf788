extension GlyphSet {
    /// The glyph that this set shows for a glyph of the dashboard.
    func shown(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
        guard glyph.value > 0x7E else { return glyph }
        switch self {
        case .braille: return glyph
        case .blocks: return Self.codePage[glyph] ?? glyph
        case .ascii: return Self.sevenBit[glyph] ?? "?"
        }
    }

    /// Replacements for fonts with little more than the old code pages.
    private static let codePage: [Unicode.Scalar: Unicode.Scalar] = [
        "━": "=", "╸": "=", "●": "•", "▼": "v", "…": "~", "×": "x", "✕": "x", "→": ">", "÷": "/", "▏": "▌", "▎": "▌",
        "▍": "▌", "▋": "▌", "▊": "█", "▉": "█", "‖": "|", "⏎": ">", "↑": "^", "↓": "v", "╭": "┌", "╮": "┐", "╰": "└",
        "╯": "┘", "▶": ">", "○": "o", "▲": "^", "╵": "'", "▸": ">",
    ]

    private static let sevenBit: [Unicode.Scalar: Unicode.Scalar] = [
        "─": "-", "━": "=", "╸": "=", "│": "|", "┤": "+", "├": "+", "┼": "+", "┬": "+", "┴": "+", "╭": "+", "╮": "+",
        "╰": "+", "╯": "+", "┊": ":", "●": "*", "•": "*", "▼": "v", "…": "~", "×": "x", "✕": "x", "→": ">", "÷": "/",
        "·": "-", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "#", "▎": "#", "▏": "#", "▀": "'", "▄": ".",
        "░": ".", "▒": ":", "▓": "%", "■": "#", "□": "o", "‖": "|", "▶": ">", "±": "~", "–": "-", "—": "-", "’": "'",
        "↑": "^", "↓": "v", "○": "o", "◆": "@", "▲": "^", "╵": "'", "▸": ">", "≈": "~",
    ]
}
