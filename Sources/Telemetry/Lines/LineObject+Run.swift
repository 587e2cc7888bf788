/// The members of the first line of a run.
extension Run: LineObject {
    static let fields =
        [
            LineField("protocol", \Run.protocolVersion),
            LineField("name", \.name),
            LineField("parameters", \.parameters),
            LineField("steps", \.steps),
            LineField("optimizer", \.optimizer),
            LineField("settings", \.settings),
            LineField("abilities", \.abilities),
            LineField("resumed", \.resumed),
            LineField("scale_invariant", \.isScaleInvariant),
            LineField("metrics", \.metrics, isWritten: { !$0.metrics.isEmpty }),
            LineField("evaluate_every", \.evaluateEvery),
            LineField("look_for", \.lookFor),
            LineField("press", \.press),
            LineField("reports_alarms", \.reportsAlarms, isWritten: { $0.reportsAlarms }),
        ] + RunProcess.fields.map { $0.within(\.process) { RunProcess() } }
    static var unread: Run { Run(name: "") }

    mutating func complete() -> Bool {
        if process?.isEmpty ?? false { process = nil }
        return true
    }

    private var lookFor: String? {
        get { story?.lookFor }
        set { story = Story(lookFor: newValue, press: press) }
    }

    private var press: String? {
        get { story?.press }
        set { story = Story(lookFor: lookFor, press: newValue) }
    }
}

extension RunProcess {
    fileprivate static let fields = [
        LineField("pid", \RunProcess.pid),
        LineField("started", \.started),
        LineField("recording", \.recording),
        LineField("log", \.log),
        LineField("launch", \.launch),
    ]
}

extension Resumed: LineObject {
    static let fields = [LineField("step", \Resumed.step, isRequired: true), LineField("path", \.path)]
    static var unread: Resumed { Resumed(step: 0, path: "") }
}

extension MetricInfo: LineObject {
    static let fields = [
        LineField("name", \MetricInfo.key, isRequired: true),
        LineField("title", \.title, isWritten: { $0.title != $0.key }),
        LineField("unit", \.unit),
        LineField("scale", \.scale, isWritten: { $0.scale != .automatic }),
    ]
    static var unread: MetricInfo { MetricInfo("", "") }

    mutating func complete() -> Bool {
        if title.isEmpty { title = key }
        return true
    }
}

extension MetricInfo.Scale: LineValue {
    /// An unknown scale, as of a later version, is noted and the default used.
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> MetricInfo.Scale? {
        let mark = scanner.mark()
        guard let word = try faults.text(&scanner, field) else { return nil }
        if let scale = Self(rawValue: word) { return scale }
        faults.note(field, .misshapen, value: scanner.excerpt(since: mark))
        return nil
    }

    func write(to encoder: inout LineEncoder) { encoder.string(rawValue) }
}

extension Setting: LineObject {
    static let fields = [
        LineField("name", \Setting.name, isRequired: true),
        LineField("value", \.value, isRequired: true),
        bound("minimum", \.range.lower, leftOut: -.infinity) { .closed($0) },
        bound("above", \.range.lower) { .open($0) },
        bound("maximum", \.range.upper, leftOut: .infinity) { .closed($0) },
        bound("below", \.range.upper) { .open($0) },
        LineField("choices", \.choices, isWritten: { !$0.choices.isEmpty }),
        LineField("help", \.help),
    ]
    static var unread: Setting { Setting(name: "", value: .word("")) }

    func complete() -> Bool { !name.isEmpty }

    /// An end of the range, closed or open by `kind`. Older readers skip the open ones.
    ///
    /// - Parameter leftOut: the bound that is not written, since it is the default.
    private static func bound(
        _ name: StaticString,
        _ path: any WritableKeyPath<Setting, NumberRange.Bound> & Sendable,
        leftOut: Double? = nil,
        _ kind: @escaping @Sendable (Double) -> NumberRange.Bound
    ) -> LineField<Setting> {
        LineField(name) { encoder, setting in
            let bound = setting[keyPath: path]
            guard bound == kind(bound.value), bound.value != leftOut else { return }
            encoder.member(name)
            encoder.number(bound.value)
        } read: { (scanner, faults, field, setting) throws(JSONScanner.Malformed) in
            guard let bound = try faults.bound(&scanner, field) else { return false }
            setting[keyPath: path] = kind(bound)
            return true
        }
    }
}

extension Ability: LineWord {}

extension Set<Ability>: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Set<Ability>? { try [Ability].read(&scanner, &faults, field).map { Set($0) } }

    func write(to encoder: inout LineEncoder) { Ability.allCases.filter(contains).write(to: &encoder) }
}
