/// Writes events and commands as JSON Lines: one object a line, compact, keys in the documented order.
///
/// A number is the shortest decimal that reads back as the same Double; NaN and the infinities are the strings
/// "NaN", "Infinity" and "-Infinity" (the proto3 JSON mapping). Absent values are left out.
public struct LineEncoder {
    /// The lines so far, each ended by a newline.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Forgets the lines but keeps the room they took.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    public mutating func append(_ event: Event) {
        open("event")
        switch event {
        case .run(let run): append(run)
        case .step(let record): append(record)
        case .applied(let applied): append(applied)
        case .rejected(let rejected): append(rejected)
        case .evaluation(let evaluation): append(evaluation)
        case .checkpoint(let report): append(report)
        case .snapshot(let report): append(report)
        case .warning(let warning): append(warning)
        case .alarm(let report): append(report)
        case .live(let step):
            string("live")
            member("step", step)
        case .gap(let steps):
            string("gap")
            member("steps", steps)
        case .end(let end): append(end)
        }
        raw("}\n")
    }

    public mutating func append(_ command: Command) {
        raw("{\"command\":{\"id\":")
        raw(command.id)
        member("request")
        append(command.request)
        member("by", command.by)
        member("session", command.session)
        raw("}}\n")
    }

    // MARK: Events

    private mutating func append(_ run: Run) {
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

    private mutating func append(_ record: StepRecord) {
        string("step")
        member("step", record.step)
        member("time", record.time)
        member("epoch", record.epoch)
        member("batch", record.batch)
        member("loss", record.loss)
        member("grad_norm", record.gradNorm)
        member("clipped_norm", record.clippedNorm)
        member("clip_coefficient", record.clipCoefficient)
        member("max_norm", record.maxNorm)
        member("clip", record.clip)
        member("lr", record.lr)
        member("update_ratio", record.updateRatio)
        member("dead_units", record.deadUnits)
        member("samples_per_second", record.samplesPerSecond)
        member("tokens_per_second", record.tokensPerSecond)
        if !record.alarms.isEmpty {
            member("alarms")
            list(record.alarms) { encoder, alarm in encoder.append(alarm) }
        }
        for extra in record.extras {
            raw(",")
            string(extra.name)
            raw(":")
            number(extra.value)
        }
        member("layers", record.layers)
        member("dead_layers", record.deadLayers)
    }

    private mutating func append(_ alarm: Alarm) {
        raw("{\"kind\":")
        string(alarm.kind.rawValue)
        member("parameter", alarm.parameter)
        raw("}")
    }

    private mutating func append(_ applied: Applied) {
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

    private mutating func append(_ rejected: Rejected) {
        string("rejected")
        member("id", rejected.id)
        member("request")
        append(rejected.request)
        member("reason", rejected.reason)
        member("by", rejected.by)
        member("session", rejected.session)
    }

    private mutating func append(_ evaluation: Evaluation) {
        string("evaluation")
        member("step", evaluation.step)
        member("split", evaluation.split)
        member("loss", evaluation.loss)
        member("accuracy", evaluation.accuracy)
    }

    private mutating func append(_ report: CheckpointReport) {
        string("checkpoint")
        member("step", report.step)
        member("path", report.path)
        member("problem", report.problem)
    }

    private mutating func append(_ report: SnapshotReport) {
        string("snapshot")
        member("step", report.step)
        member("oldest", report.oldest)
    }

    private mutating func append(_ warning: Warning) {
        string("warning")
        member("step", warning.step)
        member("message", warning.message)
    }

    private mutating func append(_ report: AlarmReport) {
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

    private mutating func append(_ end: End) {
        string("end")
        member("outcome", end.outcome.rawValue)
        member("step", end.step)
        member("reason", end.reason)
    }

    private mutating func append(_ request: Request) {
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

    // MARK: Members

    private mutating func open(_ name: StaticString) {
        raw("{\"")
        raw(name)
        raw("\":")
    }

    private mutating func member(_ name: StaticString) {
        raw(",\"")
        raw(name)
        raw("\":")
    }

    private mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        member(name)
        raw(value)
    }

    private mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        member(name)
        number(value)
    }

    private mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        member(name)
        string(value)
    }

    private mutating func member(_ name: StaticString, _ value: SettingValue) {
        member(name)
        switch value {
        case .number(let number): self.number(number)
        case .word(let word): string(word)
        }
    }

    private mutating func member(_ name: StaticString, _ numbers: [NamedNumber]) {
        guard !numbers.isEmpty else { return }
        member(name)
        raw("{")
        for (index, one) in numbers.enumerated() {
            if index > 0 { raw(",") }
            string(one.name)
            raw(":")
            number(one.value)
        }
        raw("}")
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout LineEncoder, Element) -> Void) {
        raw("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { raw(",") }
            write(&self, element)
        }
        raw("]")
    }

    // MARK: Values

    private mutating func number(_ value: Double) {
        guard value.isFinite else { return string(shortest(value)) }
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53, !(whole == 0 && value.sign == .minus) {
            return raw(whole)
        }
        bytes.append(contentsOf: value.description.utf8)
    }

    private mutating func string(_ text: String) { bytes.append(json: text) }

    private mutating func raw(_ value: Int) {
        bytes.append(contentsOf: value.description.utf8)
    }

    private mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
