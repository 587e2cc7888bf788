/// Grids as pictures: SVG 1.1, for browsers and `rsvg-convert`, with any monospaced font.
extension CellGrid {
    /// The grid as an SVG document on the theme's background. Dots, blocks and lines are shapes, so that they join in any font;
    /// other glyphs are text fitted to its columns.
    public func svg(_ theme: Theme, title: String) -> String {
        let width = width * SVGCell.width + 2 * SVGCell.margin
        let height = height * SVGCell.height + 2 * SVGCell.margin
        let body = (0..<self.height).map { svgRow($0, theme) }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <title>\(escaped(title))</title>
            <style>
            text { font: 13.3px 'DejaVu Sans Mono', Menlo, Consolas, monospace }
            .d { stroke-width: 2.6; stroke-linecap: round }
            .l { stroke-width: 1 }
            .h { stroke-width: 2.4 }
            \(rules(theme))</style>
            <rect width="\(width)" height="\(height)" fill="\(theme.background.hexadecimal)"/>
            \(body)</svg>

            """
    }

    /// The CSS rules of the roles in the grid.
    private func rules(_ theme: Theme) -> String {
        let used = Set(cells.filter { $0 != .blank }.map(\.role))
        return Role.allCases.filter(used.contains).map { role in
            let color = theme.color(of: role).hexadecimal
            let weight = role.attributes.contains(.bold) ? "; font-weight: bold" : ""
            return ".\(role) { fill: \(color); stroke: none\(weight) }\n"
                + "path.\(role) { stroke: \(color); fill: none }\npath.\(role).b { fill: \(color); stroke: none }\n"
        }.joined()
    }

    private func svgRow(_ row: Int, _ theme: Theme) -> String {
        var text = ""
        for run in runs(in: row) {
            let background = theme.background(of: run.role)
            if background != theme.background { text += rectangle(run, row, background) }
            var pieces = SVGPieces(row: row)
            for (index, glyph) in run.text.unicodeScalars.enumerated() {
                pieces.append(glyph, column: run.column + index)
            }
            text += pieces.elements(of: "\(run.role)")
        }
        return text
    }

    private func rectangle(_ run: Run, _ row: Int, _ color: RGB) -> String {
        let (x, y) = SVGCell.origin(run.column, row)
        let width = run.text.unicodeScalars.count * SVGCell.width
        return
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(SVGCell.height)\" fill=\"\(color.hexadecimal)\"/>\n"
    }
}

/// The metrics of a picture, in pixels.
enum SVGCell {
    static let width = 8
    static let height = 16
    static let margin = 8
    /// The distance from the top of a cell to the baseline of text.
    static let baseline = 12

    static func origin(_ column: Int, _ row: Int) -> (x: Int, y: Int) {
        (margin + column * width, margin + row * height)
    }
}

/// A text with XML escapes; characters not allowed in XML become question marks.
func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": "?"
        default: String(Character(scalar))
        }
    }.joined()
}
