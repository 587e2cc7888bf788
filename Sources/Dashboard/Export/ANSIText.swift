/// Screens as text with the colors of ECMA-48 (SGR), for `cat`, pagers and bug reports.
extension CellGrid {
    /// The rows as lines, each of which ends with the terminal's own colors.
    ///
    /// - Parameter paintsBackground: whether the theme's background fills the grid; otherwise trailing blanks are left out.
    public func ansi(_ theme: Theme, depth: ColorDepth, paintsBackground: Bool) -> String {
        let codes = Dictionary(
            uniqueKeysWithValues: Role.allCases.map { role in
                (role, theme.style(of: role, at: depth, paintsBackground: paintsBackground).sgr)
            }
        )
        return (0..<height).map { row in
            let runs = runs(in: row).map { (codes[$0.role] ?? "", $0.text) }
            var text = ""
            for (place, (code, run)) in runs.enumerated() {
                let isBlankEnd = place == runs.count - 1 && !paintsBackground && run.allSatisfy { $0 == " " }
                if !isBlankEnd { text += "\u{1b}[0\(code)m\(run)" }
            }
            return text.isEmpty ? "" : text + "\u{1b}[0m"
        }.joined(separator: "\n")
    }

    /// A stretch of a row that looks the same.
    struct Run: Equatable {
        var column: Int
        var role: Role
        var text: String
    }

    /// The cells of a row in stretches of one role each.
    func runs(in row: Int) -> [Run] {
        var runs: [Run] = []
        for column in 0..<width {
            let cell = self[column, row]
            if runs.last?.role != cell.role { runs.append(Run(column: column, role: cell.role, text: "")) }
            runs[runs.count - 1].text.unicodeScalars.append(cell.glyph)
        }
        return runs
    }
}

extension Style {
    /// The parameters of SGR behind a 0, each with its semicolon.
    var sgr: String {
        let attributes: [(Attributes, String)] = [(.bold, ";1"), (.dim, ";2"), (.underline, ";4"), (.reverse, ";7")]
        return attributes.filter { self.attributes.contains($0.0) }.map(\.1).joined()
            + (foreground.map { $0.sgr(base: 30) } ?? "") + (background.map { $0.sgr(base: 40) } ?? "")
    }
}

extension Style.Ink {
    /// - Parameter base: 30 for glyphs, 40 for what is behind them.
    fileprivate func sgr(base: Int) -> String {
        switch self {
        case .rgb(let color): ";\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
        case .number(let number) where number < 8: ";\(base + number)"
        case .number(let number) where number < 16: ";\(base + 60 + number - 8)"
        case .number(let number): ";\(base + 8);5;\(number)"
        }
    }
}
