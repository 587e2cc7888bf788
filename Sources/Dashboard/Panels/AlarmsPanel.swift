import Telemetry

/// The alarms of the run, active ones first.
struct AlarmsPanel: Panel {
    let name: PanelName = "alarms"

    func demand(in scene: Scene) -> Demand? {
        let alarms = scene.state.alarms
        guard !alarms.entries.isEmpty else { return nil }
        let isActive = scene.activeAlarms.count > 0
        let rows = max(scene.activeAlarms.count, min(alarms.entries.count, 3)) + (isActive ? AlarmList.adviceRows : 0)
        let weight = isActive ? 1.5 : 1
        return Demand(region: .side, least: isActive ? 2 : 3, most: rows + 1, weight: weight, rank: isActive ? 0 : 5)
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
        case .enter: return chosen.map { .showOnCharts($0.position) }
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

    /// The alarms that are active and not silenced, newest first.
    var activeAlarms: [AlarmLog.Entry] {
        state.alarms.entries.reversed().filter { $0.isActive && !view.silenced.contains($0.number) }
    }

    /// The alarm for the header, silenced ones excluded.
    var foremostAlarm: AlarmLog.Entry? { state.alarms.foremost { !view.silenced.contains($0.number) } }

    /// The meaning of an alarm and its remedy, wrapped to a width.
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

    /// The number of spikes, such as " ×3"; empty for one.
    var repeatText: String {
        guard [.normSpike, .lossSpike].contains(rule), count > 1 else { return "" }
        return " ×\(NumberFormat.count(count))"
    }

    /// The number of evaluations with the fault, or of steps from the first to the last with it.
    var lengthText: String {
        if rule == .evaluationWorse { return NumberFormat.plural(count, "eval") }
        return NumberFormat.plural(step - since + 1, "step")
    }
}
