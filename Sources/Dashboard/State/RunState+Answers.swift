import Telemetry

/// Results of commands, and everything a run reports other than steps.
extension RunState {
    mutating func apply(_ applied: Applied) {
        alarms.observe(applied, positions)
        if case .rewind(let step) = applied.request { discard(after: step) }
        // The result of a checkpoint comes with its report.
        if applied.request != .checkpoint { note(TimelineEntry(applied)) }
        switch applied.request {
        case .pause:
            let isAtEnd = applied.by == Applied.endOfRun
            (phase, holdReason) = isAtEnd ? (.complete, nil) : (.paused, HoldReason(applied.by))
        case .resume:
            phase = .running
            stepRate.restart()
        case .advance(let count):
            phase = .advancing(until: applied.step + count)
            stepRate.restart()
        case .set(let name, let value):
            confirm(name, value)
            if name == "max_norm" || name == "clip" { clipping.forecast(normThreshold) }
        case .stop: phase = .stopping
        case .rewind(let step):
            // As many steps are left as before.
            guard case .advancing(let until) = phase, let from = applied.from else { break }
            phase = .advancing(until: until - from + step)
        case .checkpoint: break
        }
    }

    /// Updates the value of a setting in the run's declaration.
    mutating func confirm(_ name: String, _ value: SettingValue) {
        guard let index = run?.settings.firstIndex(where: { $0.name == name }) else { return }
        run?.settings[index].value = value
    }

    mutating func append(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        alarms.observe(evaluation, positions)
        if let loss = evaluation.loss {
            evaluationLoss.append(loss, at: positions.position(of: evaluation.step))
        }
        note(TimelineEntry(evaluation))
    }
}
