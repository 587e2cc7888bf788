/// Events other than steps, and the requests of commands.
extension LineEncoder {
    mutating func append(_ run: Run) {
        string("run")
        member("protocol", run.protocolVersion)
        member("name", run.name)
        member("parameters", run.parameters)
        member("steps", run.steps)
        member("optimizer", run.optimizer)
        member("settings")
        list(run.settings) { encoder, setting in encoder.append(setting) }
        member("abilities")
        list(Ability.allCases.filter(run.abilities.contains)) { encoder, ability in encoder.string(ability.rawValue) }
        if let resumed = run.resumed { append(resumed) }
        if let isScaleInvariant = run.isScaleInvariant {
            member("scale_invariant")
            raw(isScaleInvariant ? "true" : "false")
        }
        if !run.metrics.isEmpty {
            member("metrics")
            list(run.metrics) { encoder, metric in encoder.append(metric) }
        }
        member("evaluate_every", run.evaluateEvery)
        member("look_for", run.story?.lookFor)
        member("press", run.story?.press)
        if run.reportsAlarms {
            member("reports_alarms")
            raw("true")
        }
        if let place = run.place { append(place) }
    }

    private mutating func append(_ resumed: Resumed) {
        member("resumed")
        raw("{\"step\":")
        raw(resumed.step)
        member("path", resumed.path)
        raw("}")
    }

    private mutating func append(_ place: RunPlace) {
        member("pid", place.pid)
        member("started", place.started)
        member("recording", place.recording)
        member("log", place.log)
        member("launch", place.launch)
    }

    private mutating func append(_ metric: MetricInfo) {
        raw("{\"name\":")
        string(metric.key)
        if metric.title != metric.key { member("title", metric.title) }
        member("unit", metric.unit)
        if metric.scale != .automatic { member("scale", metric.scale.rawValue) }
        raw("}")
    }

    private mutating func append(_ setting: Setting) {
        raw("{\"name\":")
        string(setting.name)
        member("value", setting.value)
        append(setting.range)
        if !setting.choices.isEmpty {
            member("choices")
            list(setting.choices) { encoder, choice in encoder.string(choice) }
        }
        member("help", setting.help)
        raw("}")
    }

    /// Bounds that hold nothing back are left out. Readers that do not know of open ones skip those.
    private mutating func append(_ range: NumberRange) {
        switch range.lower {
        case .closed(-.infinity): break
        case .closed(let least): member("minimum", least)
        case .open(let bound): member("above", bound)
        }
        switch range.upper {
        case .closed(.infinity): break
        case .closed(let most): member("maximum", most)
        case .open(let bound): member("below", bound)
        }
    }

    mutating func append(_ applied: Applied) {
        string("applied")
        member("id", applied.id)
        member("step", applied.step)
        member("request")
        append(applied.request)
        if let previous = applied.previous { member("previous", previous) }
        member("from", applied.from)
        member("by", applied.by)
        member("session", applied.session)
    }

    mutating func append(_ rejected: Rejected) {
        string("rejected")
        member("id", rejected.id)
        member("request")
        append(rejected.request)
        member("reason", rejected.reason)
        member("by", rejected.by)
        member("session", rejected.session)
    }

    mutating func append(_ evaluation: Evaluation) {
        string("evaluation")
        member("step", evaluation.step)
        member("split", evaluation.split)
        member("loss", evaluation.loss)
        member("accuracy", evaluation.accuracy)
    }

    mutating func append(_ report: CheckpointReport) {
        string("checkpoint")
        member("step", report.step)
        member("path", report.path)
        member("problem", report.problem)
    }

    mutating func append(_ report: SnapshotReport) {
        string("snapshot")
        member("step", report.step)
        member("oldest", report.oldest)
    }

    mutating func append(_ warning: Warning) {
        string("warning")
        member("step", warning.step)
        member("message", warning.message)
    }

    mutating func append(_ report: AlarmReport) {
        string("alarm")
        member("rule", report.rule.rawValue)
        member("subject", report.subject)
        member("state", report.state.rawValue)
        member("since", report.since)
        member("step", report.step)
        member("count", report.count)
        member("value", report.value)
        member("usual", report.usual)
    }

    mutating func append(_ end: End) {
        string("end")
        member("outcome", end.outcome.rawValue)
        member("step", end.step)
        member("reason", end.reason)
    }

    mutating func append(_ request: Request) {
        switch request {
        case .pause: raw("{\"pause\":true}")
        case .resume: raw("{\"resume\":true}")
        case .advance(let count):
            raw("{\"advance\":")
            raw(count)
            raw("}")
        case .set(let name, let value):
            raw("{\"set\":")
            string(name)
            member("value", value)
            raw("}")
        case .stop: raw("{\"stop\":true}")
        case .checkpoint: raw("{\"checkpoint\":true}")
        case .rewind(let step):
            raw("{\"rewind\":")
            raw(step)
            raw("}")
        }
    }
}
