import Telemetry

/// The figures about clipping as text.
extension ClipFacts {
    /// The kind of clipping and its threshold.
    var kindLine: Line {
        switch kind {
        case .unreported:
            return threshold.map { [Span("max_norm ", .faint), Span(NumberFormat.setting($0), .maxNorm)] } ?? [
                Span("no clipping reported", .faint)
            ]
        case .off: return [Span("off", .warning), Span(" (norms measured only)", .faint)]
        case .value:
            return [
                Span("by value", .strong), Span(", ±", .faint),
                Span(threshold.map(NumberFormat.setting) ?? "?", .maxNorm),
                Span(" per element", .faint),
            ]
        case .norm, .other:
            return [
                Span("by \(kindWord ?? "norm")", .strong), Span(", max ", .faint),
                Span(threshold.map(NumberFormat.setting) ?? "?", .maxNorm),
            ]
        }
    }

    /// The window and its number of steps, for the heading.
    func windowWords(isShort: Bool) -> String {
        let count = NumberFormat.count(done.count)
        switch window {
        case .sinceChange:
            guard let firstStep else { return isShort ? "0 since change" : "no step since the change" }
            let steps = isShort ? count : NumberFormat.plural(done.count, "step")
            return "\(steps) since \(NumberFormat.count(firstStep))"
        case .wholeRun: return isShort ? "all \(count)" : "whole run, \(NumberFormat.plural(done.count, "step"))"
        case .last200, .last1000:
            return done.count == 0 ? "" : isShort ? "last \(count)" : "last \(NumberFormat.plural(done.count, "step"))"
        }
    }

    /// The steps of the what-ifs: "of the last 200".
    var sampleWords: String {
        let count = NumberFormat.count(sample.count)
        return window == .wholeRun ? "of all \(count)" : "of the last \(count)"
    }

    /// The number of steps with a non-finite norm; empty if there are none.
    func nonFiniteLine(_ sample: ClipSample) -> Line {
        guard sample.nonFinite > 0 else { return [] }
        return [Span("\(NumberFormat.count(sample.nonFinite)) of \(NumberFormat.count(sample.count)) not finite", .bad)]
    }

    /// A share of the steps as a percentage, with "≈" if it is not exact; "-" for nil.
    func percent(_ share: Double?, isExact: Bool = true) -> String {
        share.map { (isExact ? "" : "≈") + NumberFormat.percent($0) } ?? "-"
    }

    /// The effect of the tried clipping as a sentence; nil if none is tried.
    var whatIfSentence: Line? {
        guard let tried else { return nil }
        let words = Line("what if ", .whatIf)
        switch tried.kind {
        case .off: return words + [Span("off", .strong), Span(": nothing would be removed", .text)]
        case .value:
            let value = tried.maxNorm.map(NumberFormat.setting) ?? "?"
            return words + [Span("±\(value)", .strong), Span(" per element: unknown from norms", .text)]
        case .other, .unreported: return nil
        case .norm: break
        }
        guard let maxNorm = tried.maxNorm else { return nil }
        let whatIf = sample.whatIf(maxNorm)
        guard whatIf.count > 0 else {
            return words + [Span("\(NumberFormat.setting(maxNorm))", .strong), Span(": no norms yet", .text)]
        }
        let share = percent(whatIf.share, isExact: sample.isExact)
        return words + [
            Span(NumberFormat.setting(maxNorm), .strong), Span(": would clip ", .text), Span(share, .strong),
        ]
            + [Span(" \(sampleWords), ", .text)] + effect(of: whatIf)
    }

    private func effect(of whatIf: WhatIf) -> Line {
        if isScaleInvariant == true { return [scaleNote] }
        let share = percent(whatIf.removed, isExact: sample.isExact)
        return [Span("removes ", .text), Span(share, .removed), Span(" of the mean step", .text)]
    }

    /// The note for a scale-invariant optimizer.
    var scaleNote: Span { Span("\(optimizer.map { "\($0): " } ?? "")scale has little effect", .text) }

    /// The step with the largest clipped norm; nil if none is clipped.
    func largestLine(_ state: RunState) -> Line? {
        guard let maxNorm = triedNorm ?? inForce, sample.isExact else { return nil }
        let steps = state.clipping.recent.suffix(sample.count).filter { $0.norm.isFinite }
        guard let largest = steps.max(by: { $0.norm < $1.norm }), largest.norm > maxNorm,
            let step = state.positions.step(at: largest.position)
        else { return nil }
        return [
            Span(triedNorm == nil ? "cuts most at step " : "would cut most at step ", .faint),
            Span(NumberFormat.count(step), .strong), Span(", from ", .faint),
            Span(NumberFormat.compact(largest.norm, digits: 3), .gradNorm), Span(" to ", .faint),
            Span(NumberFormat.setting(maxNorm), triedNorm == nil ? .maxNorm : .whatIf),
        ]
    }

    /// The predicted and the actual clip rate since the last change; nil without a change.
    func forecastLine(isShort: Bool) -> Line? {
        guard let forecast, let share = forecast.predicted.share,
            inForce == forecast.predicted.maxNorm
        else { return nil }
        let percent = isShort ? NumberFormat.wholePercent : NumberFormat.percent
        var line: Line = [Span("predicted ", .faint), Span(percent(share), .text)]
        guard let actual = forecast.actual else { return line + [Span(", no step yet", .faint)] }
        let isOff = forecast.tolerance.map { (actual - share).magnitude > $0 } ?? false
        line += [
            Span(", actual ", .faint),
            Span(percent(actual), forecast.isComplete && isOff ? .warning : .strong),
            Span(isShort ? "" : " of \(forecast.count)", .faint),
        ]
        return line
    }

    /// The trend of the clip rate; nil for too few steps.
    var trendLine: Line? {
        guard let trend else { return nil }
        let words = "\(NumberFormat.percent(trend.before)) → \(NumberFormat.percent(trend.after))"
        switch trend.direction {
        case 0: return [Span("steady", .faint)]
        case 1: return [Span("↑ rising ", .warning), Span(words, .text)]
        default: return [Span("↓ falling ", .good), Span(words, .text)]
        }
    }

    /// The trend as an arrow; empty if the clip rate is steady.
    var trendArrow: Line {
        guard let direction = trend?.direction, direction != 0 else { return [] }
        return direction > 0 ? [Span("↑", .warning)] : [Span("↓", .good)]
    }

    private var trend: ClipSample.Trend? {
        triedNorm == nil ? inForce.flatMap { sample.trend(under: $0) } : nil
    }

    /// A warning that norms change too much for what-ifs; nil if they are steady.
    var driftLine: Line? {
        sample.drift.map {
            [
                Span("norms drift: median ", .warning),
                Span(
                    "\(NumberFormat.compact($0.before, digits: 3)) → \(NumberFormat.compact($0.after, digits: 3))",
                    .text
                ),
            ]
        }
    }
}

extension Line {
    /// The line wrapped at blanks to a width; a longer word is cut.
    func wrapped(to width: Int) -> [Line] {
        guard width > 0 else { return [] }
        var lines: [Line] = [Line()]
        for span in spans {
            for word in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                let text = (word.offset > 0 ? " " : "") + word.element
                let piece = Span(text, span.role)
                if lines[lines.count - 1].width + piece.width > width, word.offset > 0 || lines.last?.isEmpty == false {
                    lines.append([Span(String(word.element), span.role)])
                } else {
                    lines[lines.count - 1].append(piece)
                }
            }
        }
        return lines.filter { !$0.isEmpty }
    }
}
