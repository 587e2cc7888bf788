import Telemetry

/// The newest alarms, active ones first, as many as fit; below the foremost one its meaning and remedy.
struct AlarmList: View {
    let scene: Scene

    /// The usual number of rows of an advice.
    static let adviceRows = 5

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let active = scene.activeAlarms
        let count = "\(active.isEmpty ? "none" : NumberFormat.count(active.count)) active · A for all"
        Heading(
            groups: [[Span("alarms", .title)], [Span(count, active.isEmpty ? .faint : active[0].report.role)]]
        )
        .draw(into: &grid, area)
        let rows = area.dropping(rows: 1)
        for (offset, line) in lines(width: rows.width - 2, height: rows.height).enumerated() {
            grid.write(line, rows.column + 1, rows.row + offset, limit: rows.width - 1)
        }
    }

    /// Active alarms get their rows first; if the whole advice does not fit, only the remedy is shown.
    private func lines(width: Int, height: Int) -> [Line] {
        let active = scene.activeAlarms
        let foremost = scene.foremostAlarm
        let whole = foremost.map { scene.advice(about: $0, width: width - 2) } ?? []
        let action = whole.filter { $0.spans.allSatisfy { $0.role == .key } }
        let advice = [whole, action].first { active.count + $0.count <= height } ?? []
        let shown = (active + scene.alarms.filter { !$0.isActive }).prefix(height - advice.count)
        let labels = shown.map { label(of: $0, isWide: width >= Self.wide) }
        let labelWidth = labels.map(\.count).max() ?? 0
        return zip(shown, labels).flatMap { entry, label in
            let advice = entry.number == foremost?.number ? advice : []
            return [line(entry, label, labelWidth, width: width)] + advice.map { [Span("  ")] + $0 }
        }
    }

    /// The width from which the first step is labeled "since".
    private static let wide = 40
    /// The least width of a title beside a value.
    private static let leastTitle = 16

    private func label(of entry: AlarmLog.Entry, isWide: Bool) -> String {
        (isWide && entry.isActive ? "since " : "") + NumberFormat.count(entry.report.since)
    }

    /// A mark, the first step, the title, and at the right end the value if both fit.
    private func line(_ entry: AlarmLog.Entry, _ label: String, _ labelWidth: Int, width: Int) -> Line {
        let role = entry.isActive ? entry.report.role : .faint
        let room = width - labelWidth - 4
        let longest = entry.report.title.unicodeScalars.count
        let values = [entry.report.namedValue, entry.report.valueText].map { $0 + entry.report.repeatText }
        let value = values.first { room - $0.count - 2 >= min(longest, Self.leastTitle) } ?? ""
        let title = shortened(entry.report.title, to: value.isEmpty ? room : room - value.count - 2)
        let gap = String(repeating: " ", count: max(0, room - title.unicodeScalars.count - value.count))
        return [
            Span(entry.isActive ? "▲ " : "  ", role),
            Span(String(repeating: " ", count: labelWidth - label.count) + label + "  ", .faint),
            Span(title, role), Span(gap + value, entry.isActive ? .text : .faint),
        ]
    }
}
