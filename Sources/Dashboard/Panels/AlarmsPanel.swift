import Telemetry

/// What is wrong with the run: what lasts, and what is over.
struct AlarmsPanel: Panel {
    let name: PanelName = "alarms"

    func demand(in scene: Scene) -> Demand? {
        let alarms = scene.state.alarms
        guard !alarms.entries.isEmpty else { return nil }
        let isActive = scene.activeAlarms.count > 0
        let rows = max(scene.activeAlarms.count, min(alarms.entries.count, 3)) + (isActive ? AlarmList.adviceRows : 0)
        let weight = isActive ? 1.5 : 1
        return Demand(place: .side, least: isActive ? 2 : 3, most: rows + 1, weight: weight, rank: isActive ? 0 : 5)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        if scene.isFull(name) {
            AlarmBrowser(scene: scene, chosen: scene.chosen(of: self)).draw(into: &grid, area)
        } else {
            AlarmList(scene: scene).draw(into: &grid, area)
        }
    }

    // MARK: With the screen to itself

    func choices(in scene: Scene) -> [Int] { scene.alarms.map(\.number) }

    func action(for key: Key, in scene: Scene) -> Action? {
        guard scene.isFull(name) else { return nil }
        let chosen = scene.chosen(of: self).map { scene.alarms[$0] }
        switch key {
        case .enter: return chosen.map { .showOnCharts($0.place) }
        case .character("r") where scene.canCommand: return chosen.map { .rewindBefore(step: $0.report.since) }
        case .character("d"): return chosen.map { .silence(alarm: $0.number) }
        default:
            return chosen.flatMap { Action(responding: key, to: $0.report.rule) } ?? Action(scrolling: key)
        }
    }

    func hints(in scene: Scene) -> [KeyHint] {
        guard let chosen = scene.chosen(of: self) else { return [] }
        let isSilenced = scene.view.silenced.contains(scene.alarms[chosen].number)
        return [KeyHint("↑ ↓", "choose"), KeyHint("Enter", "show")]
            + (scene.canCommand ? [KeyHint("r", "rewind")] : [])
            + [KeyHint("d", isSilenced ? "unsilence" : "silence"), KeyHint("← →", "response"), KeyHint("a", "rules")]
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        return AlarmBrowser(scene: scene, chosen: scene.chosen(of: self)).alarm(at: position, in: area).map(
            Meaning.item
        )
    }
}

extension Scene {
    /// All alarms that are kept, newest first.
    var alarms: [AlarmLog.Entry] { state.alarms.entries.reversed() }

    /// Those that are not over and not silenced, newest first.
    var activeAlarms: [AlarmLog.Entry] {
        state.alarms.entries.reversed().filter { $0.isActive && !view.silenced.contains($0.number) }
    }

    /// The one for the header, which no operator has silenced.
    var foremostAlarm: AlarmLog.Entry? { state.alarms.foremost { !view.silenced.contains($0.number) } }

    /// What an alarm means and what can be done now, in lines of a width.
    func advice(about entry: AlarmLog.Entry, width: Int) -> [Line] {
        let advice = AlarmAdvice(entry.report, state.situation(canCommand: canCommand))
        return wrapped(advice.meaning, to: width).map { Line($0, .text) }
            + (advice.action.map { wrapped($0, to: width) } ?? []).map { Line($0, .key) }
    }
}

extension AlarmReport {
    var role: Role {
        switch rule.severity {
        case .note: .text
        case .warning: .warning
        case .critical: .bad
        }
    }

    /// How many spikes it stands for, where it is more than one.
    var repeatText: String {
        guard [.normSpike, .lossSpike].contains(rule), count > 1 else { return "" }
        return " ×\(NumberFormat.count(count))"
    }

    /// How many steps, looks or evaluations it was found at, or over how many steps.
    var lengthText: String {
        if rule == .evaluationWorse { return NumberFormat.plural(count, "eval") }
        return NumberFormat.plural(step - since + 1, "step")
    }
}

/// The newest alarms, those that last first, as many as fit; below the foremost what it means and what can be done.
struct AlarmList: View {
    let scene: Scene

    /// Rows that an advice usually takes.
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

    /// The alarms that last have their rows first; where the whole advice does not fit, what can be done stands alone.
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

    /// Columns from which a row says that a step is the first one.
    private static let wide = 40
    /// Columns of a title below which a value is left out.
    private static let leastTitle = 16

    private func label(of entry: AlarmLog.Entry, isWide: Bool) -> String {
        (isWide && entry.isActive ? "since " : "") + NumberFormat.count(entry.report.since)
    }

    /// A mark, the first step, the title, and at the right end the value where there is room for both.
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
