/// Watches a run by every rule, and reports alarms when they are raised and when they end.
///
/// It depends only on the events and ticks that it gets: the same events give the same alarms. A
/// step costs it a few tens of nanoseconds.
package struct AlarmWatch: Sendable {
    static let rules = rules(of: makeDetectors())

    private var book = AlarmBook()
    private var detectors: some AlarmDetectors = Self.makeDetectors()
    private var lastStep = Int.min
    private var process: RunProcess?
    private var hasEnded = false

    package init() {}

    /// The alarms that are not over.
    package var active: [AlarmReport] { book.active }

    /// Applies the rules to the next event of the run.
    ///
    /// - Returns: the alarms that it raises, of which there is news, and that it ends.
    package mutating func observe(_ event: Event) -> [AlarmReport] {
        switch event {
        case .step(let record): return observe(step: record)
        case .run(let run): begin(run)
        case .evaluation(let evaluation): detectors.observe(evaluation, &book)
        case .applied(let applied): observe(applied)
        case .end: hasEnded = true
        case .rejected, .checkpoint, .snapshot, .warning, .live, .gap, .alarm: return []
        }
        return book.drainChanges()
    }

    /// Applies the rules to the next step. One that does not follow the latest starts over, since its predecessor is unknown.
    package mutating func observe(step record: borrowing StepRecord) -> [AlarmReport] {
        if record.step <= lastStep { restart() }
        lastStep = record.step
        let numbers = StepNumbers(record)
        book.clipping.observe(numbers, of: record)
        detectors.observe(numbers, of: record, &book)
        return book.drainChanges()
    }

    /// Lets time pass, while the run is watched as it happens.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    package mutating func tick(_ seconds: Double) -> [AlarmReport] {
        guard !hasEnded else { return [] }
        detectors.tick(seconds, &book)
        return book.drainChanges()
    }

    private mutating func begin(_ run: Run) {
        // A further line of the same run declares more of it.
        let isSame = process?.started != nil && run.process == process
        process = run.process
        if !isSame { restart() }
        book.isScaleInvariant = run.isScaleInvariant
    }

    private mutating func restart() {
        book.endAll()
        book.clipping = ClipStreak()
        detectors.restart()
        (lastStep, hasEnded) = (.min, false)
    }

    private mutating func observe(_ applied: Applied) {
        guard case .rewind(let step) = applied.request else { return detectors.observe(applied, &book) }
        // What is still so after it is found again, from what is left.
        lastStep = step
        book.endAll()
        book.clipping = ClipStreak()
        detectors.rewind(to: step)
    }

    private static func rules<Row: AlarmDetectors>(of _: Row) -> [AlarmRule] { Row.rules }
}
