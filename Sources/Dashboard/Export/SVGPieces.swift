/// The shapes and texts of one run of a row.
struct SVGPieces {
    private let row: Int
    private var words: [(column: Int, text: String, end: Int)] = []
    /// The path data of dots, areas, light lines and heavy lines.
    private var dots = ""
    private var areas = ""
    private var light = ""
    private var heavy = ""
    private var shades: [(data: String, opacity: String)] = []

    init(row: Int) {
        self.row = row
    }

    mutating func append(_ glyph: Unicode.Scalar, column: Int) {
        let (x, y) = SVGCell.origin(column, row)
        switch glyph.value {
        case 0x20: break
        case 0x2800...0x28ff: appendDots(glyph.value - 0x2800, x, y)
        case 0x2591...0x2593: shades.append((rectangle(x, y, 8, 16), "0.\(25 * (glyph.value - 0x2590))"))
        case 0x2580...0x259f:
            for part in BlockGlyph.parts(glyph) { areas += rectangle(x + part.x, y + part.y, part.width, part.height) }
        default:
            guard let lines = BoxLines.segments(glyph) else { return appendLetter(glyph, column) }
            for line in lines {
                let data =
                    "M\(number(2 * x + line.start.x)) \(number(2 * y + line.start.y))"
                    + "L\(number(2 * x + line.end.x)) \(number(2 * y + line.end.y))"
                if line.isHeavy { heavy += data } else { light += data }
            }
        }
    }

    /// The SVG elements of the run.
    func elements(of role: String) -> String {
        var text = ""
        for shade in shades {
            text += "<path class=\"\(role) b\" fill-opacity=\"\(shade.opacity)\" d=\"\(shade.data)\"/>\n"
        }
        if !areas.isEmpty { text += "<path class=\"\(role) b\" d=\"\(areas)\"/>\n" }
        if !light.isEmpty { text += "<path class=\"\(role) l\" d=\"\(light)\"/>\n" }
        if !heavy.isEmpty { text += "<path class=\"\(role) h\" d=\"\(heavy)\"/>\n" }
        if !dots.isEmpty { text += "<path class=\"\(role) d\" d=\"\(dots)\"/>\n" }
        for word in words {
            let (x, y) = SVGCell.origin(word.column, row)
            let width = (word.end - word.column) * SVGCell.width
            text +=
                "<text class=\"\(role)\" x=\"\(x)\" y=\"\(y + SVGCell.baseline)\" textLength=\"\(width)\" "
                + "lengthAdjust=\"spacingAndGlyphs\">\(escaped(word.text))</text>\n"
        }
        return text
    }

    /// Appends a letter to the current text; words with single spaces between them are one text.
    private mutating func appendLetter(_ glyph: Unicode.Scalar, _ column: Int) {
        let letter = String(Character(glyph))
        guard let last = words.indices.last, column - words[last].end <= 1 else {
            return words.append((column, letter, column + 1))
        }
        words[last].text += String(repeating: " ", count: column - words[last].end) + letter
        words[last].end = column + 1
    }

    /// Appends the dots of a braille glyph. A dot is a line of length 0 with round caps.
    private mutating func appendDots(_ bits: UInt32, _ x: Int, _ y: Int) {
        // Bits 0 to 2 are the upper dots on the left, 3 to 5 those on the right, 6 and 7 the lowest ones.
        let offsets = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        for (bit, offset) in offsets.enumerated() where bits & 1 << UInt32(bit) != 0 {
            dots += "M\(x + 2 + 4 * offset.0) \(y + 2 + 4 * offset.1)h0"
        }
    }

    private func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> String {
        "M\(x) \(y)h\(width)v\(height)h-\(width)z"
    }

    /// Half of `twice` as text.
    private func number(_ twice: Int) -> String { twice % 2 == 0 ? "\(twice / 2)" : "\(twice / 2).5" }
}
