import Telemetry

/// The limits of what a state keeps of an event. A writer may send names of megabytes, a hundred thousand layers and steps at
/// the ends of Int, but drawing must stay fast.
enum Bounds {
    /// Layers per step.
    static let layers = 1024
    /// Other metrics per step.
    static let series = 32
    /// Settings of a run, and choices of a setting.
    static let settings = 64
    /// Unicode scalars of a name; a longer one is cut in the middle.
    static let name = 120
    /// Unicode scalars of a sentence or a path; a longer one is cut at the end.
    static let sentence = 500

    static func count(_ value: Int) -> Int { min(max(value, 0), .largestCount) }

    static func name(_ text: String) -> String {
        text.utf8.count <= name ? text : shortenedInMiddle(text, to: name)
    }

    static func sentence(_ text: String) -> String {
        text.utf8.count <= sentence ? text : shortened(text, to: sentence)
    }

    static func numbers(_ numbers: inout [NamedNumber], limit: Int) {
        if numbers.count > limit { numbers = Array(numbers.prefix(limit)) }
        for index in numbers.indices where numbers[index].name.utf8.count > name {
            numbers[index].name = name(numbers[index].name)
        }
    }
}

extension StepRecord {
    /// True when everything is within bounds, as nearly always.
    var isBounded: Bool {
        let counts = 0...Int.largestCount
        guard counts ~= step, counts ~= epoch ?? 0, counts ~= batch ?? 0 else { return false }
        // A clip kind of the source's own is among the lists.
        return !hasLists
            || (clip?.utf8.count ?? 0) <= Bounds.name && alarms.isEmpty && extras.isBounded(to: Bounds.series)
                && LayerMetric.allCases.allSatisfy { self[$0].isBounded(to: Bounds.layers) }
    }

    /// Brings everything within bounds.
    mutating func bound() {
        step = Bounds.count(step)
        epoch = epoch.map(Bounds.count)
        batch = batch.map(Bounds.count)
        if let clip, clip.utf8.count > Bounds.name { self.clip = Bounds.name(clip) }
        for metric in LayerMetric.allCases { Bounds.numbers(&self[metric], limit: Bounds.layers) }
        if extras.count > Bounds.series {
            // The mark of a skipped update is not a metric.
            extras = Array(
                extras.filter { $0.name == Self.withheldSeries }.prefix(1)
                    + extras.lazy.filter { $0.name != Self.withheldSeries }.prefix(Bounds.series)
            )
        }
        Bounds.numbers(&extras, limit: Bounds.series + 1)
        if !alarms.isEmpty {
            alarms = alarms.firstOfEachKind.map { Alarm($0.kind, parameter: $0.parameter.map(Bounds.name)) }
        }
    }
}

extension [NamedNumber] {
    fileprivate func isBounded(to limit: Int) -> Bool {
        count <= limit && allSatisfy { $0.name.utf8.count <= Bounds.name }
    }
}

extension Run {
    /// Brings everything within bounds. A setting or choice whose name is too long to be sent back is dropped.
    mutating func bound() {
        name = Bounds.name(name)
        optimizer = optimizer.map(Bounds.name)
        parameters = parameters.map(Bounds.count)
        steps = steps.map(Bounds.count)
        metrics = metrics.prefix(Bounds.series).map { metric in
            let (title, unit) = (Bounds.name(metric.title), metric.unit.map(Bounds.name))
            return MetricInfo(Bounds.name(metric.key), title, unit: unit, scale: metric.scale)
        }
        settings = Array(settings.lazy.filter { $0.name.utf8.count <= Bounds.name }.prefix(Bounds.settings))
        for index in settings.indices {
            settings[index].value = settings[index].value.bounded
            settings[index].help = settings[index].help.map(Bounds.sentence)
            settings[index].choices = Array(
                settings[index].choices.lazy.filter { $0.utf8.count <= Bounds.name }.prefix(Bounds.settings)
            )
        }
        resumed = resumed.map { Resumed(step: Bounds.count($0.step), path: Bounds.sentence($0.path)) }
        story = story.flatMap { Story(lookFor: $0.lookFor.map(Bounds.sentence), press: $0.press.map(Bounds.sentence)) }
        if process.map({ !$0.isBounded }) ?? false { process = nil }
    }
}

extension RunProcess {
    fileprivate var isBounded: Bool {
        [recording, log, launch].allSatisfy { ($0?.utf8.count ?? 0) <= 4 * Bounds.sentence }
    }
}

extension SettingValue {
    var bounded: SettingValue {
        switch self {
        case .number: self
        case .word(let word): .word(Bounds.name(word))
        }
    }
}

extension Applied {
    mutating func bound() {
        step = Bounds.count(step)
        from = from.map(Bounds.count)
        previous = previous?.bounded
        switch request {
        case .set(let name, let value): request = .set(name: Bounds.name(name), value: value.bounded)
        case .advance(let count): request = .advance(Bounds.count(count))
        case .rewind(let step): request = .rewind(to: Bounds.count(step))
        case .pause, .resume, .stop, .checkpoint: break
        }
    }
}

extension Evaluation {
    mutating func bound() { (step, split) = (Bounds.count(step), Bounds.name(split)) }
}

extension CheckpointReport {
    mutating func bound() {
        step = Bounds.count(step)
        path = Bounds.sentence(path)
        problem = problem.map(Bounds.sentence)
    }
}

extension SnapshotReport {
    mutating func bound() { (step, oldest) = (Bounds.count(step), Bounds.count(oldest)) }
}

extension Warning {
    mutating func bound() { (step, message) = (Bounds.count(step), Bounds.sentence(message)) }
}

extension End {
    mutating func bound() { (step, reason) = (Bounds.count(step), reason.map(Bounds.sentence)) }
}
