/// Checks a run by every rule, and reports alarms when they are raised and when they end.
///
/// The same events and ticks give the same alarms. A step costs a few tens of nanoseconds.
package struct AlarmWatch: Sendable {
    static let rules = rules(of: makeDetectors())

    private var alarms = ActiveAlarms()
    private var detectors: some AlarmDetectors = Self.makeDetectors()
    private var lastStep = Int.min
    private var process: RunProcess?
    private var hasEnded = false

    package init() {}

    /// The alarms that are not over.
    package var active: [AlarmReport] { alarms.active }

    /// Applies the rules to the next event of the run.
    ///
    /// - Returns: the alarms that it raises, continues or ends.
    package mutating func observe(_ event: Event) -> [AlarmReport] {
        switch event {
        case .step(let record): return observe(step: record)
        case .run(let run): begin(run)
        case .evaluation(let evaluation): detectors.observe(evaluation, &alarms)
        case .applied(let applied): observe(applied)
        case .end: hasEnded = true
        case .rejected, .checkpoint, .snapshot, .warning, .live, .gap, .alarm: return []
        }
        return alarms.drainChanges()
    }

    /// Applies the rules to the next step. If its number does not rise, all detectors restart.
    package mutating func observe(step record: borrowing StepRecord) -> [AlarmReport] {
        if record.step <= lastStep { restart() }
        lastStep = record.step
        let numbers = StepNumbers(record)
        alarms.clipping.observe(numbers, of: record)
        detectors.observe(numbers, of: record, &alarms)
        return alarms.drainChanges()
    }

    /// Advances the clock of a live run.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    package mutating func tick(_ seconds: Double) -> [AlarmReport] {
        guard !hasEnded else { return [] }
        detectors.tick(seconds, &alarms)
        return alarms.drainChanges()
    }

    private mutating func begin(_ run: Run) {
        // A further line of the same run declares more of it.
        let isSame = process?.started != nil && run.process == process
        process = run.process
        if !isSame { restart() }
        alarms.isScaleInvariant = run.isScaleInvariant
    }

    private mutating func restart() {
        alarms.endAll()
        alarms.clipping = ClipStreak()
        detectors.restart()
        (lastStep, hasEnded) = (.min, false)
    }

    private mutating func observe(_ applied: Applied) {
        guard case .rewind(let step) = applied.request else { return detectors.observe(applied, &alarms) }
        // A fault that is still there is found again in the steps that follow.
        lastStep = step
        alarms.endAll()
        alarms.clipping = ClipStreak()
        detectors.rewind(to: step)
    }

    private static func rules<Row: AlarmDetectors>(of _: Row) -> [AlarmRule] { Row.rules }
}
