import Telemetry

/// The keys that matter most, as many as fit.
struct KeyLine: View {
    /// The last two are the last to go.
    var items: [KeyHint]

    /// The keys of a run or a recording.
    ///
    /// - Parameter isLive: false once a run is over: only help and quit are left.
    init(subject: Keymap.Subject, isLive: Bool, isPaused: Bool) {
        items = Keymap.bindings(on: subject).filter { !$0.brief.isEmpty && (isLive || $0.isForever) }
            .map { binding in
                let resumes = binding.brief == "pause" && isPaused
                return KeyHint(binding.label, resumes ? (subject == .run ? "resume" : "play") : binding.brief)
            }
    }

    /// The keys of a panel that has the screen to itself.
    init(of panel: [KeyHint]) { items = panel + [KeyHint("Esc", "back"), KeyHint("?", "help")] }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        var shown = items.count
        while shown > 2, width(of: kept(items, shown)) > area.width { shown -= 1 }
        var column = area.column + 1
        for item in kept(items, shown) {
            column += grid.write(item.label, column, area.row, limit: area.column + area.width - column, .key)
            column +=
                grid.write(" \(item.brief)", column, area.row, limit: area.column + area.width - column, .faint) + 2
        }
    }

    private func kept(_ items: [KeyHint], _ count: Int) -> [KeyHint] {
        items.prefix(max(0, count - 2)) + items.suffix(min(2, count))
    }

    private func width(of items: [KeyHint]) -> Int {
        items.reduce(0) { $0 + $1.label.count + $1.brief.count + 3 }
    }
}

/// A value being typed, what it is for, and what Enter, ^U and Esc do. What does not fit stands on the row above.
struct PromptLine: View {
    var prompt: Prompt

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let end = area.column + area.width
        var column = area.column + 1
        column += grid.write(prompt.label(width: area.width) + ": ", column, area.row, limit: end - column, .prompt)
        // Of a long text the end is seen, where it is typed.
        let room = max(1, end - column - 1)
        column += grid.write(String(prompt.text.suffix(room)), column, area.row, limit: room, .strong)
        grid.cursor = CellGrid.Position(column: min(column, end - 1), row: area.row)
        column += 2
        let note = prompt.complaint.map { Span($0, .warning) } ?? Span(prompt.hint, .faint)
        if note.width <= end - column {
            grid.write(note.text, column, area.row, limit: end - column, note.role)
        } else if area.row > 0 {
            grid.fill(" ", area.column, area.row - 1, width: area.width, .text)
            grid.write(
                shortened(note.text, to: area.width - 2),
                area.column + 1,
                area.row - 1,
                limit: area.width - 1,
                note.role
            )
        }
    }
}

/// A question and the keys that answer it; where both do not fit, the question stands on the row above.
struct ConfirmationLine: View {
    var question: Confirmation

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let (text, choices) = (" \(question.text) ", " \(question.choices) ")
        if text.count + choices.count <= area.width {
            grid.write([Span(text, .warning), Span(choices, .selected)], area.column, area.row, limit: area.width)
            return
        }
        grid.write(choices, area.column, area.row, limit: area.width, .selected)
        guard area.row > 0 else { return }
        grid.fill(" ", area.column, area.row - 1, width: area.width, .text)
        grid.write(shortened(text, to: area.width), area.column, area.row - 1, limit: area.width, .warning)
    }
}

/// The words of a setting, the chosen one marked, and what the keys do.
struct ChoiceLine: View {
    var menu: ChoiceMenu
    /// The word in force.
    var current: String?

    func draw(into grid: inout CellGrid, _ area: Rect) {
        var line: Line = [Span(" \(menu.setting) ", .prompt)]
        for (index, word) in menu.choices.enumerated() {
            line.append(Span(" \(word)\(word == current ? " (now)" : "") ", index == menu.place ? .selected : .text))
        }
        let keys = "  ↑ ↓ select  Enter apply  Esc cancel"
        if line.width + keys.unicodeScalars.count <= area.width { line.append(Span(keys, .faint)) }
        grid.write(line, area.column, area.row, limit: area.width)
    }
}
