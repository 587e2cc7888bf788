extension CellGrid {
    /// Writes text in a row, cut at a width. Text from outside is safe: see `oneColumn`.
    ///
    /// - Returns: columns used.
    @discardableResult
    mutating func write(_ text: String, _ column: Int, _ row: Int, limit: Int, _ role: Role = .text) -> Int {
        var used = 0
        for scalar in text.unicodeScalars {
            guard used < limit else { break }
            self[column + used, row] = Cell(oneColumn(scalar), role)
            used += 1
        }
        return used
    }

    /// Writes text that ends at a column (exclusive), cut to a width.
    mutating func write(endingAt end: Int, _ text: String, _ row: Int, limit: Int, _ role: Role = .text) {
        let width = min(text.unicodeScalars.count, max(0, limit))
        write(text, end - width, row, limit: width, role)
    }

    /// Writes a line that ends at a column (exclusive).
    mutating func write(endingAt end: Int, _ line: Line, _ row: Int) {
        write(line, end - line.width, row, limit: line.width)
    }

    /// Fills a stretch of a row with one glyph.
    mutating func fill(_ glyph: Unicode.Scalar, _ column: Int, _ row: Int, width: Int, _ role: Role) {
        for offset in 0..<max(0, width) { self[column + offset, row] = Cell(glyph, role) }
    }

    /// Blanks a rectangle.
    mutating func clear(_ area: Rect) {
        for row in area.row..<area.row + area.height { fill(" ", area.column, row, width: area.width, .text) }
    }

    /// Writes a line, cut at a width.
    @discardableResult
    mutating func write(_ line: Line, _ column: Int, _ row: Int, limit: Int) -> Int {
        var used = 0
        for span in line.spans {
            guard used < limit else { break }
            used += write(span.text, column + used, row, limit: limit - used, span.role)
        }
        return used
    }
}

/// The glyph for a character of outside text: itself when it is printable and known to be one column wide, otherwise a
/// question mark.
func oneColumn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: scalar
    case 0x370...0x377, 0x37A...0x37F, 0x384...0x3FF, 0x400...0x482, 0x48A...0x52F: scalar
    case 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x21FF, 0x2200...0x22FF: scalar
    case 0x2500...0x25FF, 0x2713...0x2717, 0x2800...0x28FF: scalar
    default: "?"
    }
}

/// Text cut to a width, the cut shown by an ellipsis.
func shortened(_ text: String, to width: Int) -> String {
    guard text.unicodeScalars.count > width else { return text }
    guard width > 1 else { return String(text.unicodeScalars.prefix(max(0, width))) }
    return String(text.unicodeScalars.prefix(width - 1)) + "…"
}

/// Text cut to a width, an ellipsis in place of its middle: the ends of a name tell it from others.
func shortenedInMiddle(_ text: String, to width: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > width, width > 2 else { return shortened(text, to: width) }
    let (head, tail) = ((width - 1) / 2, width / 2)
    return String(scalars.prefix(head)) + "…" + String(scalars.suffix(tail))
}

extension GlyphSet {
    /// A glyph of ours as this set can show it.
    func shown(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
        guard glyph.value > 0x7E else { return glyph }
        switch self {
        case .braille: return glyph
        case .blocks: return Self.codePage[glyph] ?? glyph
        case .ascii: return Self.sevenBit[glyph] ?? "?"
        }
    }

    /// Stand-ins where fonts hold little more than the old code pages.
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
