import Telemetry

/// The alarm rules with the response to each, which the operator may change. It is shown on the whole screen only.
struct AlarmRulesPanel: Panel {
    let name: PanelName = "alarm rules"

    func demand(in _: Scene) -> Demand? { nil }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty, let chosen = scene.chosen(of: self) else { return }
        Heading(groups: [[Span("alarm rules", .title)], [Span(answerer(in: scene), .faint)]]).draw(into: &grid, area)
        var rest = area.dropping(rows: 1)
        let notes = notes(on: AlarmRule.all[chosen], in: scene).flatMap { wrapped($0, to: area.width - 2) }
        let foot = rest.removeBottom(rest.height > notes.count + 3 ? notes.count + 1 : 0)
        AlarmRuleTable(scene: scene, chosen: chosen).draw(into: &grid, rest)
        for (offset, note) in notes.enumerated().prefix(max(0, foot.height - 1)) {
            grid.write(note, foot.column + 1, foot.row + 1 + offset, limit: foot.width - 2, .faint)
        }
    }

    private func answerer(in scene: Scene) -> String {
        if scene.session.subject == .recording { return "in a recording an alarm is only shown or hidden" }
        return AlarmRule.all.contains { scene.session.isAnsweredByRun($0) }
            ? "the run responds" : "this screen responds"
    }

    private func notes(on rule: AlarmRule, in scene: Scene) -> [String] {
        let response = scene.state.alarms.responses[rule]
        let refused = AlarmResponse.allCases.compactMap { scene.session.refusal(of: $0, to: rule) }.first
        let isRecording = scene.session.subject == .recording
        return [isRecording ? response.sentenceOfRecording : response.sentence]
            + (refused.map { [$0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? [])
            + ["For every run: \(rule.setting) in the configuration file."]
    }

    func choices(in _: Scene) -> [Int] { Array(AlarmRule.all.indices) }

    func action(for key: Key, in scene: Scene) -> Action? {
        guard scene.isFull(name), let chosen = scene.chosen(of: self) else { return nil }
        return Action(responding: key, to: AlarmRule.all[chosen])
            ?? (key == .enter ? .changeResponse(AlarmRule.all[chosen], by: nil) : Action(scrolling: key))
    }

    func hints(in _: Scene) -> [KeyHint] {
        [KeyHint("← →", "response"), KeyHint("↑ ↓", "rule"), KeyHint("A", "alarms")]
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name), let chosen = scene.chosen(of: self) else { return nil }
        return AlarmRuleTable(scene: scene, chosen: chosen).rule(at: position, in: area.dropping(rows: 1))
            .map(Meaning.item)
    }
}

extension Action {
    /// The change of a rule's response by a key; nil for any other key.
    init?(responding key: Key, to rule: AlarmRule) {
        switch key {
        case .left: self = .changeResponse(rule, by: -1)
        case .right: self = .changeResponse(rule, by: 1)
        default: return nil
        }
    }
}

extension AlarmResponse {
    /// The meaning of the response, for a live run.
    fileprivate var sentence: String {
        switch self {
        case .off: "off: the rule reports nothing."
        case .note: "note: an alarm is shown and recorded."
        case .bell: "bell: an alarm is shown and recorded, and the terminal's bell rings."
        case .pause: "pause: the run is held before its next step, and the terminal's bell rings."
        }
    }
}

extension AlarmResponse {
    /// The meaning of the response, for a recording.
    fileprivate var sentenceOfRecording: String {
        self == .off ? "off: the rule's alarms are hidden." : "an alarm is shown."
    }
}

/// The responses to a rule as text, the current one in brackets, a pending one highlighted.
struct AlarmResponseLine {
    let scene: Scene
    let rule: AlarmRule

    /// Its width in columns.
    static let width = AlarmResponse.allCases.reduce(0) { $0 + $1.rawValue.count + 2 }

    var line: Line {
        let (now, asked) = (scene.state.alarms.responses[rule], scene.session.expectedResponse(to: rule))
        return Line(
            AlarmResponse.allCases.map { response in
                if response == now { return Span("[\(response.rawValue)]", .strong) }
                return Span(" \(response.rawValue) ", response == asked ? .pending : .faint)
            }
        )
    }
}

/// Rules in rows: title, response, number of alarms, first step of the latest one.
private struct AlarmRuleTable: View {
    let scene: Scene
    let chosen: Int

    private static let countWidth = 8

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let shown = shown(in: area)
        let titles = AlarmRule.all.map { $0.title.unicodeScalars.count }.max() ?? 0
        let responses = area.column + min(2 + titles + 2, max(10, area.width - AlarmResponseLine.width))
        let counts = responses + AlarmResponseLine.width + Self.countWidth
        let steps = counts + 2 + Self.countWidth
        for index in shown {
            let (rule, row) = (AlarmRule.all[index], area.row + index - shown.lowerBound)
            if index == chosen { grid.write("▸", area.column, row, limit: 1, .key) }
            let title = shortened(rule.title, to: responses - area.column - 3)
            grid.write(title, area.column + 2, row, limit: area.width - 2, index == chosen ? .strong : .text)
            let line = AlarmResponseLine(scene: scene, rule: rule).line
            grid.write(line, responses, row, limit: area.column + area.width - responses)
            let found = scene.state.alarms.found(by: rule)
            guard let last = found.last, steps <= area.column + area.width else { continue }
            grid.write(endingAt: counts, "\(NumberFormat.count(found.count))×", row, limit: Self.countWidth, last.role)
            grid.write(endingAt: steps, NumberFormat.count(last.since), row, limit: Self.countWidth, .faint)
        }
    }

    func rule(at position: CellGrid.Position, in area: Rect) -> Int? {
        let index = shown(in: area).lowerBound + position.row - area.row
        return area.contains(position) && shown(in: area).contains(index) ? index : nil
    }

    private func shown(in area: Rect) -> Range<Int> {
        rowsShown(of: AlarmRule.all.count, in: area.height, around: chosen)
    }
}
