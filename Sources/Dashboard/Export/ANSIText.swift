/// Grids as text with colors (ECMA-48 SGR), for `cat`, pagers and bug reports.
extension CellGrid {
    /// The rows as lines. Each ends with a reset of the colors.
    ///
    /// - Parameter paintsBackground: true to fill the grid with the theme's background; otherwise trailing blanks are omitted.
    public func ansi(_ theme: Theme, depth: ColorDepth, paintsBackground: Bool) -> String {
        let codes = Dictionary(
            uniqueKeysWithValues: Role.allCases.map { role in
                (role, theme.style(of: role, at: depth, paintsBackground: paintsBackground).sgr)
            }
        )
        return (0..<height).map { row in
            let runs = runs(in: row).map { (codes[$0.role] ?? "", $0.text) }
            var text = ""
            for (index, (code, run)) in runs.enumerated() {
                let isBlankEnd = index == runs.count - 1 && !paintsBackground && run.allSatisfy { $0 == " " }
                if !isBlankEnd { text += "\u{1b}[0\(code)m\(run)" }
            }
            return text.isEmpty ? "" : text + "\u{1b}[0m"
        }.joined(separator: "\n")
    }

    /// Adjacent cells of a row with one role.
    struct Run: Equatable {
        var column: Int
        var role: Role
        var text: String
    }

    /// The cells of a row in runs of one role.
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
    /// The parameters of SGR after the 0, each with a leading semicolon.
    var sgr: String {
        let attributes: [(Attributes, String)] = [(.bold, ";1"), (.dim, ";2"), (.underline, ";4"), (.reverse, ";7")]
        return attributes.filter { self.attributes.contains($0.0) }.map(\.1).joined()
            + (foreground.map { $0.sgr(base: 30) } ?? "") + (background.map { $0.sgr(base: 40) } ?? "")
    }
}

extension Style.Ink {
    /// - Parameter base: 30 for the foreground, 40 for the background.
    fileprivate func sgr(base: Int) -> String {
        switch self {
        case .rgb(let color): ";\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
        case .number(let number) where number < 8: ";\(base + number)"
        case .number(let number) where number < 16: ";\(base + 60 + number - 8)"
        case .number(let number): ";\(base + 8);5;\(number)"
        }
    }
}
