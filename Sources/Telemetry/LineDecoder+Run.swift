/// The first line of a run.
extension LineDecoder {
    static func run(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Run {
        var run = Run(name: "")
        var place = RunPlace()
        var (lookFor, press): (String?, String?) = (nil, nil)
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "protocol": run.protocolVersion = try faults.whole(&scanner, "protocol") ?? run.protocolVersion
            case "name": run.name = try faults.text(&scanner, "name") ?? ""
            case "parameters": run.parameters = try faults.whole(&scanner, "parameters")
            case "steps": run.steps = try faults.whole(&scanner, "steps")
            case "optimizer": run.optimizer = try faults.text(&scanner, "optimizer")
            case "settings":
                try faults.list(&scanner, "settings") { (faults, scanner) throws(Malformed) in
                    if let setting = try setting(&scanner, &faults) { run.settings.append(setting) }
                }
            case "abilities":
                try faults.list(&scanner, "abilities") { (faults, scanner) throws(Malformed) in
                    let ability = try faults.text(&scanner, "abilities").flatMap { Ability(rawValue: $0) }
                    if let ability { run.abilities.insert(ability) }
                }
            case "resumed": run.resumed = try resumed(&scanner, &faults)
            case "scale_invariant": run.isScaleInvariant = try faults.bool(&scanner, "scale_invariant")
            case "metrics":
                try faults.list(&scanner, "metrics") { (faults, scanner) throws(Malformed) in
                    if let metric = try metric(&scanner, &faults) { run.metrics.append(metric) }
                }
            case "evaluate_every": run.evaluateEvery = try faults.whole(&scanner, "evaluate_every")
            case "look_for": lookFor = try faults.text(&scanner, "look_for")
            case "press": press = try faults.text(&scanner, "press")
            case "reports_alarms":
                run.reportsAlarms = try faults.bool(&scanner, "reports_alarms") ?? run.reportsAlarms
            case "pid": place.pid = try faults.whole(&scanner, "pid")
            case "started": place.started = try faults.number(&scanner, "started")
            case "recording": place.recording = try faults.text(&scanner, "recording")
            case "log": place.log = try faults.text(&scanner, "log")
            case "launch": place.launch = try faults.text(&scanner, "launch")
            default: try scanner.skipValue()
            }
        }
        run.story = Story(lookFor: lookFor, press: press)
        if !place.isEmpty { run.place = place }
        return run
    }

    private static func resumed(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> Resumed?
    {
        let mark = scanner.mark()
        var step: Int?
        var path = ""
        let isObject = try faults.object(&scanner, "resumed") { (faults, scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try faults.whole(&scanner, "resumed")
            case "path": path = try faults.text(&scanner, "resumed") ?? ""
            default: try scanner.skipValue()
            }
        }
        if isObject, step == nil { faults.note("resumed", .misshapen, value: scanner.excerpt(since: mark)) }
        return step.map { Resumed(step: $0, path: path) }
    }

    private static func metric(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed)
        -> MetricInfo?
    {
        let mark = scanner.mark()
        var (name, title, unit): (String?, String?, String?) = (nil, nil, nil)
        var scale: String?
        let isObject = try faults.object(&scanner, "metrics") { (faults, scanner, member) throws(Malformed) in
            switch member {
            case "name": name = try faults.text(&scanner, "metrics")
            case "title": title = try faults.text(&scanner, "metrics")
            case "unit": unit = try faults.text(&scanner, "metrics")
            case "scale": scale = try faults.text(&scanner, "metrics")
            default: try scanner.skipValue()
            }
        }
        let known = scale.map { MetricInfo.Scale(rawValue: $0) } ?? .automatic
        if isObject, name == nil || known == nil {
            faults.note("metrics", .misshapen, value: scanner.excerpt(since: mark))
        }
        return name.map { MetricInfo($0, title ?? $0, unit: unit, scale: known ?? .automatic) }
    }

    private static func setting(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> Setting?
    {
        let mark = scanner.mark()
        var setting = Setting(name: "", value: .word(""))
        var hasValue = false
        let isObject = try faults.object(&scanner, "settings") { (faults, scanner, name) throws(Malformed) in
            switch name {
            case "name": setting.name = try faults.text(&scanner, "settings") ?? ""
            case "value":
                let value = try faults.value(&scanner, "settings")
                hasValue = value != nil
                setting.value = value ?? setting.value
            case "minimum":
                if let least = try faults.bound(&scanner, "settings") { setting.range.lower = .closed(least) }
            case "above": if let bound = try faults.bound(&scanner, "settings") { setting.range.lower = .open(bound) }
            case "maximum": if let most = try faults.bound(&scanner, "settings") { setting.range.upper = .closed(most) }
            case "below": if let bound = try faults.bound(&scanner, "settings") { setting.range.upper = .open(bound) }
            case "choices":
                try faults.list(&scanner, "settings") { (faults, scanner) throws(Malformed) in
                    if let choice = try faults.text(&scanner, "settings") { setting.choices.append(choice) }
                }
            case "help": setting.help = try faults.text(&scanner, "settings")
            default: try scanner.skipValue()
            }
        }
        if hasValue, !setting.name.isEmpty { return setting }
        if isObject { faults.note("settings", .misshapen, value: scanner.excerpt(since: mark)) }
        return nil
    }
}
