import Telemetry

extension RunReport {
    /// The lines of the page.
    var lines: [String] {
        ([headline, timing] + losses + evaluationLines).compactMap(\.self) + section("clipping", clipLines)
            + section("alarms", alarmLines) + section("changes", changeLines)
    }

    private var headline: String {
        let name = run.map(\.name).flatMap { $0.isEmpty ? nil : $0 } ?? "run"
        let outcome = end.map { $0.outcome.rawValue + ($0.reason.map { ": \($0)" } ?? "") } ?? "no end recorded"
        let of = run?.steps.map { " of \(NumberFormat.count($0))" } ?? ""
        var text = "\(name): \(outcome), step \(NumberFormat.count(last?.step ?? 0))\(of)"
        if let optimizer = run?.optimizer { text += ", \(optimizer)" }
        if let parameters = run?.parameters { text += ", \(NumberFormat.plural(parameters, "parameter"))" }
        return text
    }

    private var timing: String? {
        guard let first, let last, last.time > first.time else { return nil }
        let seconds = last.time - first.time
        return row("time", "\(NumberFormat.clock(seconds)), \(NumberFormat.rate(Double(steps - 1) / seconds)) steps/s")
    }

    private var losses: [String] {
        var rows: [String] = []
        if let low = best.lowestLoss, let high = best.highestLoss, let last = best.lastLoss {
            rows.append(
                row(
                    "loss",
                    "last \(NumberFormat.fixedWidth(last.value)), best \(at(low)), worst \(at(high))"
                )
            )
        }
        if let norm = best.highestNorm { rows.append(row("gradient norm", "highest \(at(norm))")) }
        if let nonFinite {
            rows.append(
                row(
                    "not finite",
                    "\(NumberFormat.plural(nonFinite.count, "step")), the first at step \(NumberFormat.count(nonFinite.first))"
                )
            )
        }
        return rows
    }

    private var evaluationLines: [String] {
        evaluations.map { evaluation in
            row(
                evaluation.split.isEmpty ? "evaluation" : evaluation.split,
                "best \(figures(evaluation.best)), last \(figures(evaluation.last))"
            )
        }
    }

    private var clipLines: [String] {
        guard clipping.stretches.contains(where: { $0.steps > 0 }) else { return [] }
        let heads = ["steps", "clip", "max_norm", "clipped", "mean clip factor", "not finite"]
        return table([heads] + clipping.stretches.map(cells))
    }

    private func cells(_ stretch: ClipTally.Stretch) -> [String] {
        [
            "\(NumberFormat.count(stretch.first))–\(NumberFormat.count(stretch.last))", stretch.clip ?? "not reported",
            stretch.maxNorm.map(NumberFormat.setting) ?? "-", stretch.share.map(NumberFormat.percent) ?? "-",
            stretch.mean.map { NumberFormat.compact($0, digits: 3) } ?? "-",
            stretch.nonFinite == 0
                ? "" : "\(NumberFormat.count(stretch.nonFinite)) of \(NumberFormat.count(stretch.steps))",
        ]
    }

    private var alarmLines: [String] {
        guard !alarms.rows.isEmpty else { return [] }
        let rows = alarms.rows.map { row in
            [
                row.first == row.last
                    ? NumberFormat.count(row.first)
                    : "\(NumberFormat.count(row.first))–\(NumberFormat.count(row.last))",
                printable(row.rule.title(of: row.subject)), "\(NumberFormat.count(row.count))×", row.worst.valueText,
                row.worst.usualText ?? "-",
            ]
        }
        return table([["steps", "alarm", "raised", "worst", "usual"]] + rows)
    }

    private var changeLines: [String] {
        table(
            changes.map { applied in
                [NumberFormat.count(applied.step), phrase(applied), applied.by.isEmpty ? "" : "by \(applied.by)"]
            }
        )
    }

    private func phrase(_ applied: Applied) -> String {
        switch applied.request {
        case .set(let name, let value):
            "\(name) " + (applied.previous.map { "\(text($0)) → " } ?? "") + text(value)
        case .rewind(let step): "rewound to step \(NumberFormat.count(step))"
        default: ""
        }
    }

    // MARK: Words

    private func text(_ value: SettingValue) -> String {
        switch value {
        case .number(let number): NumberFormat.setting(number)
        case .word(let word): word
        }
    }

    private func at(_ value: Extremes.Value) -> String {
        "\(NumberFormat.fixedWidth(value.value)) at step \(NumberFormat.count(value.step))"
    }

    private func figures(_ evaluation: Evaluation) -> String {
        let accuracy = evaluation.accuracy.map { " (\(NumberFormat.percent($0)))" } ?? ""
        let loss = evaluation.loss.map { NumberFormat.fixedWidth($0) } ?? "-"
        return "\(loss)\(accuracy) at step \(NumberFormat.count(evaluation.step))"
    }

    private func row(_ head: String, _ text: String) -> String {
        "  " + head + String(repeating: " ", count: max(1, 16 - head.count)) + text
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines
    }

    /// Rows of cells in aligned columns, the first one aligned to the right.
    private func table(_ rows: [[String]]) -> [String] {
        guard let count = rows.first?.count else { return [] }
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? padding + cell : cell + padding
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
