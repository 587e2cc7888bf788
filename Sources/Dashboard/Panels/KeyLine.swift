import Telemetry

/// The most important keys, as many as fit.
struct KeyLine: View {
    /// The last two are dropped last.
    var items: [KeyHint]

    /// The keys of a run or a recording.
    ///
    /// - Parameters:
    ///   - isLive: false once a run is over; its keys are not shown then.
    ///   - offers: false for an action that the run does not support.
    init(subject: Keymap.Subject, isLive: Bool, isPaused: Bool, offers: (Action) -> Bool = { _ in true }) {
        items = Keymap.bindings(on: subject)
            .filter { !$0.brief.isEmpty && (isLive || $0.worksAfterEnd) && $0.keys.contains { offers($0.1) } }
            .map { binding in
                let resumes = binding.brief == "pause" && isPaused
                return KeyHint(binding.label, resumes ? (subject == .run ? "resume" : "play") : binding.brief)
            }
    }

    /// The keys of a panel on the whole screen.
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
