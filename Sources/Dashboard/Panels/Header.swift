import Telemetry

/// The name, state and progress of the run: one row, or two with the progress bar.
struct Header: View {
    var state: RunState
    var playback: PlaybackStatus?
    /// True if the link to a live run broke.
    var isBroken = false
    /// The foremost alarm; nil if there is none.
    var alarm: AlarmReport?

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        drawStatus(into: &grid, area)
        if area.height > 1 { drawProgress(into: &grid, area) }
    }

    private func drawStatus(into grid: inout CellGrid, _ area: Rect) {
        let word = stateWord
        let step: Line = [Span("  step ", .faint), Span(stepText, .strong)]
        let name = state.run.map(\.name).flatMap { $0.isEmpty ? nil : $0 } ?? "trimtab"
        let epoch: Line =
            state.latest?.epoch.map { [Span("  epoch ", .faint), Span(NumberFormat.count($0 + 1), .text)] } ?? []
        let least = min(name.unicodeScalars.count, 8)
        let dot = alarm.map { Span(" ▲ ", $0.role) } ?? Span(" ● ", word.role)
        var left: Line = [dot, word]
        if let holdReason, least + left.width + holdReason.width + step.width < area.width {
            left.append(holdReason)
        }
        left += step
        if least + left.width + epoch.width + alarmWidth + 2 < area.width { left += epoch }
        let fixed = left.width
        // A long name is shortened before a rate is dropped.
        let nameWidth = min(name.unicodeScalars.count, 24)
        // The title of an alarm is shortened before it is dropped.
        let choices = alarm == nil ? choices : choices + [[]]
        let right =
            choices.first { fixed + nameWidth + alarmWidth + $0.width + 4 <= area.width } ?? choices.last ?? []
        let rightWidth = right.width
        let room = max(8, area.width - fixed - rightWidth - 4)
        left = [Span(" " + shortened(name, to: min(room, 40)), .strong)] + left
        var used = grid.write(left, area.column, area.row, limit: area.width)
        used += drawAlarm(into: &grid, area.column + used, area.row, room: area.width - used - rightWidth - 2)
        if used + rightWidth + 2 <= area.width {
            grid.write(right, area.column + area.width - rightWidth - 1, area.row, limit: rightWidth)
        }
    }

    /// The width of the foremost alarm and the gap before it.
    private var alarmWidth: Int { alarm.map { $0.title.unicodeScalars.count + 3 } ?? 0 }

    /// The least width of an alarm's title; with less only the mark is shown.
    private static let leastAlarm = 8

    private func drawAlarm(into grid: inout CellGrid, _ column: Int, _ row: Int, room: Int) -> Int {
        guard let alarm, room >= Self.leastAlarm else { return 0 }
        return grid.write("   " + shortened(alarm.title, to: room - 3), column, row, limit: room, alarm.role)
    }

    private var stepText: String {
        let step = NumberFormat.count(state.latest?.step ?? 0)
        return state.run?.steps.map { "\(step)/\(NumberFormat.count($0))" } ?? step
    }

    private var stateWord: Span {
        switch state.phase {
        case .waiting: Span("waiting", .faint)
        case .running:
            playback.map { $0.isPaused ? Span("paused", .warning) : Span($0.isLive ? "live" : "playing", .good) }
                ?? Span("running", .good)
        case .paused: Span("paused", .warning)
        case .complete: Span("finished", .good)
        case .advancing: Span("stepping", .warning)
        case .stopping: Span("stopping", .warning)
        case .ended(let end):
            switch end.outcome {
            case .finished: Span("finished", .good)
            case .stopped: Span("stopped", .warning)
            case .failed: Span("failed", .bad)
            }
        case .disconnected: Span(isBroken ? "connection lost" : "stream ended", .bad)
        }
    }

    /// The reason why the run is paused; nil if it is not.
    private var holdReason: Span? {
        guard state.phase == .paused else { return nil }
        return state.holdReason.map { Span($0.suffix, .warning) }
    }

    /// The texts for the right end, longest first.
    private var choices: [Line] {
        if let playback, !playback.isLive { return [position(playback)] }
        guard state.phase.isLive else { return [elapsed] }
        if state.phase.isHeld { return [[pacePieces, elapsed].joined(), elapsed] }
        guard let rate = state.stepRate.rate else { return [pacePieces] }
        // At the requested pace, pace and rate are shown as one number.
        let isAtPace = holdsBack && abs(rate - (pace ?? 0)) < 0.05 * rate
        let steps: Line = [
            Span(isAtPace ? "pace " : "", .faint), Span(NumberFormat.rate(rate), .text), Span(" steps/s", .faint),
        ]
        let data: Line =
            state.throughput.map { [Span(NumberFormat.rate($0.rate), .text), Span(" \($0.unit)/s", .faint)] } ?? []
        let end = eta(rate) ?? elapsed
        // A pace without a limit is dropped first. For a text, tokens are counted.
        let hold = holdsBack && !isAtPace ? pacePieces : []
        let pace = isAtPace ? [] : pacePieces
        let main = state.throughput?.unit == "tokens" && !holdsBack ? data : steps
        return [
            [pace, stepTime, steps, data, end], [pace, steps, data, end], [hold, steps, data, end], [hold, main, end],
            [main, end], [end],
        ]
        .map { $0.joined() }
    }

    /// The duration of a step, and the share of time spent waiting between steps.
    private var stepTime: Line {
        guard let (seconds, waiting) = state.stepTime else { return [] }
        let time =
            seconds < 1
            ? "\(NumberFormat.compact(seconds * 1000, digits: 3)) ms" : "\(NumberFormat.compact(seconds, digits: 3)) s"
        return [
            Span("step ", .faint), Span(time, .text), Span("  waiting ", .faint),
            Span(NumberFormat.wholePercent(waiting), .text),
        ]
    }

    /// Seconds of the run so far.
    private var elapsed: Line {
        let time = state.latest?.time ?? 0
        return time > 0 ? [Span("elapsed ", .faint), Span(NumberFormat.clock(time), .text)] : []
    }

    private func position(_ playback: PlaybackStatus) -> Line {
        [
            Span(NumberFormat.clock(playback.position), .strong),
            Span(" / \(NumberFormat.clock(playback.length))", .faint),
            Span("  \(playback.speedText)", .text), Span(playback.isLooping ? " loop" : "", .faint),
        ]
    }

    /// The limit in steps per second, as the run has confirmed it; 0 means no limit.
    private var pace: Double? { state.number("pace") }

    private var holdsBack: Bool { (pace ?? 0) > 0 }

    private var pacePieces: Line {
        guard let pace, state.phase != .stopping else { return [] }
        return [Span("pace ", .faint), Span(pace > 0 ? NumberFormat.rate(pace) : "max", .text)]
    }

    private func eta(_ rate: Double) -> Line? {
        guard let total = state.run?.steps, let step = state.latest?.step, total >= step else { return nil }
        return [Span("ETA ", .faint), Span(NumberFormat.clock(Double(total - step) / paced(rate)), .text)]
    }

    /// The expected rate: at most the pace.
    private func paced(_ rate: Double) -> Double {
        guard let pace, pace > 0 else { return rate }
        return min(rate, pace)
    }

    private func drawProgress(into grid: inout CellGrid, _ area: Rect) {
        let row = area.row + 1
        guard let total = state.run?.steps, total > 0 else {
            return grid.fill("─", area.column + 1, row, width: area.width - 2, .gaugeEmpty)
        }
        let share = min(max(Double(state.latest?.step ?? 0) / Double(total), 0), 1)
        let label = NumberFormat.percent(share)
        let width = area.width - 3 - 6
        guard width > 4 else { return }
        let full = Int((share * Double(width)).rounded(.down))
        grid.fill("━", area.column + 1, row, width: full, .gaugeFull)
        grid.fill("─", area.column + 1 + full, row, width: width - full, .gaugeEmpty)
        grid.write(endingAt: area.column + area.width - 1, label, row, limit: 6, .text)
    }
}
