import Dashboard
import Links
import Telemetry

/// Writes what a person wants to read afterwards: a line a second of the run, and one for every evaluation, command,
/// non-finite step and the end.
final class TextLog: EventSink {
    let file: OutputFile
    private var state = RunState()
    private var lines: [UInt8] = []
    private var lastTime = -Double.infinity
    /// Steps before the last one that was printed.
    private var lastCount = 0
    private var noted = ReadingReport()
    /// Alarms that have been printed.
    private var printedAlarms = 0

    init(_ file: OutputFile) {
        self.file = file
    }

    var failure: SinkError? { file.failure }

    func append(_ event: Event) {
        update { $0.receive(event) }
        switch event {
        case .run(let run):
            lastTime = -.infinity
            append(Self.opening(of: run))
        case .step(let record):
            if let timelineEntry = TimelineEntry(record), timelineEntry.kind == .nonFinite || state.alarmedSteps == 1 {
                append(line(record, note: timelineEntry.text))
            } else if isDue(record) {
                append(line(record, note: nil))
            }
        case .applied(let applied) where applied.request == .checkpoint: break
        case .applied(let applied): append("step \(applied.step)  \(TimelineEntry(applied).text)")
        case .rejected(let rejected): append(TimelineEntry(rejected).text)
        case .evaluation(let evaluation): append(Self.line(evaluation))
        case .checkpoint(let report):
            append(
                "step \(report.step)  "
                    + (report.problem == nil ? "saved as \(report.path)" : TimelineEntry(report).text)
            )
        case .warning(let warning): append("step \(warning.step)  \(warning.message)")
        case .gap(let steps): append(Self.line(missing: steps))
        case .alarm, .snapshot, .live: break
        case .end(let end): append(closingLine(of: end, state))
        }
        printAlarms()
    }

    /// Prints the alarms that the last event has raised.
    private func printAlarms() {
        guard state.alarms.raisedCount > printedAlarms else { return }
        defer { printedAlarms = state.alarms.raisedCount }
        for report in state.alarms.raised(after: printedAlarms).map(\.report) {
            append("step \(report.step)  alarm: \(report.summary)")
        }
    }

    /// Changes the state, and says what that shows of the order of the steps.
    private func update(_ change: (inout RunState) -> Void) {
        let known = state.orderFaults.count
        change(&state)
        for fault in state.orderFaults.dropFirst(known) { append("step \(fault.step ?? 0)  \(fault.text)") }
    }

    /// A line a second; of a source without a clock, a line for each twentieth of the steps so far.
    private func isDue(_ record: StepRecord) -> Bool {
        if record.time > 0 || lastTime < 0 { return record.time - lastTime >= 1 || record.time < lastTime }
        return state.stepCount - lastCount >= max(1, state.stepCount / 20)
    }

    /// Says what could not be read, each kind once.
    func note(_ report: ReadingReport) {
        for sentence in report.sentences(since: noted) { append("not read: \(sentence)") }
        noted = report
    }

    /// Says that the events ended without an end, if they did.
    func markDisconnected() {
        guard state.phase.isLive else { return }
        update { $0.markDisconnected() }
        guard let latest = state.latest else { return }
        append("stream ended after step \(latest.step)")
    }

    func flush() {
        guard !lines.isEmpty else { return }
        file.write(lines)
        lines.removeAll(keepingCapacity: true)
    }

    /// A log may end up anywhere: it is written in 7-bit signs as far as names allow, and holds nothing a terminal obeys.
    private func append(_ line: String) {
        for scalar in printable(line).unicodeScalars {
            switch scalar {
            case "→": lines.append(contentsOf: "->".utf8)
            case "·": lines.append(contentsOf: "by".utf8)
            default: lines.append(contentsOf: String(scalar).utf8)
            }
        }
        lines.append(UInt8(ascii: "\n"))
    }

    private static func opening(of run: Run) -> String {
        var parts = [run.name]
        if let parameters = run.parameters { parts.append("\(NumberFormat.count(parameters)) parameters") }
        if let optimizer = run.optimizer { parts.append(optimizer) }
        if let steps = run.steps { parts.append("\(NumberFormat.count(steps)) steps") }
        if let resumed = run.resumed { parts.append("resumed from \(resumed.path) after step \(resumed.step)") }
        for setting in run.settings {
            switch setting.value {
            case .number(0) where setting.name == "pace": parts.append("pace max")
            case .number(let number): parts.append("\(setting.name) \(NumberFormat.compact(number))")
            case .word(let word): parts.append("\(setting.name) \(word)")
            }
        }
        return parts.joined(separator: ", ")
    }

    private func line(_ record: StepRecord, note: String?) -> String {
        (lastTime, lastCount) = (record.time, state.stepCount)
        var parts = [
            "step \(NumberFormat.count(record.step))" + (state.run?.steps.map { "/\(NumberFormat.count($0))" } ?? "")
        ]
        if let epoch = record.epoch { parts.append("epoch \(epoch + 1)") }
        if note != nil, let batch = record.batch { parts.append("batch \(batch + 1)") }
        for metric in Metric.allCases { part(metric, of: record).map { parts.append($0) } }
        if let rate = state.stepRate.rate { parts.append("\(NumberFormat.rate(rate)) steps/s") }
        if let (rate, unit) = state.throughput { parts.append("\(NumberFormat.rate(rate)) \(unit)/s") }
        if let note { parts.append(note) }
        return parts.joined(separator: "  ")
    }

    /// A number with its name, and the norm with what clipping made of it; nil for those that have no place in the log.
    private func part(_ metric: Metric, of record: StepRecord) -> String? {
        let info = metric.info
        guard let name = info.logLabel, let value = record[metric] else { return nil }
        let part = "\(name) \(info.short(value))"
        return switch info.kind {
        case .gradNorm: part + (record.clippedNorm.map { " → \(NumberFormat.compact($0))" } ?? "")
        case .maxNorm: part + (record.clipKind == Clip.none ? " (unused)" : "")
        default: part
        }
    }

    private static func line(missing steps: Int) -> String {
        "\(NumberFormat.plural(steps, "step")) not received: the run was faster than this reader"
    }

    private static func line(_ evaluation: Evaluation) -> String {
        var parts = ["step \(evaluation.step)  \(evaluation.split.isEmpty ? "evaluation" : evaluation.split)"]
        if let loss = evaluation.loss { parts.append("loss \(NumberFormat.compact(loss))") }
        if let accuracy = evaluation.accuracy { parts.append("accuracy \(NumberFormat.percent(accuracy))") }
        return parts.joined(separator: "  ")
    }
}

/// How a run ended, how long it took and how fast it went, pauses included.
func closingLine(of end: End, _ state: RunState) -> String {
    var line = "\(end.outcome.rawValue) at step \(end.step)"
    if let time = state.latest?.time, time > 0 {
        line += " after \(NumberFormat.fixed(time, places: 3)) s"
        if let rate = state.wholeRate { line += ", \(NumberFormat.rate(rate)) steps/s" }
    }
    if let reason = end.reason { line += ": \(reason)" }
    return line
}
