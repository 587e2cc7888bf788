/// Watches a run by every rule, and says when something is wrong and when it is over.
///
/// A value that depends on the events and ticks it is given alone: whoever gives it the same events finds the same alarms. A
/// step costs it a few tens of nanoseconds.
public struct AlarmWatch: Sendable {
    static let rules = rules(of: makeDetectors())

    private var book = AlarmBook()
    private var detectors: some AlarmDetectors = Self.makeDetectors()
    private var lastStep = Int.min
    private var process: RunProcess?
    private var hasEnded = false

    public init() {}

    /// The alarms that are not over.
    public var active: [AlarmReport] { book.active }

    /// Takes the next event of the run.
    ///
    /// - Returns: the alarms that it raises, of which there is news, and that it ends.
    public mutating func take(_ event: Event) -> [AlarmReport] {
        switch event {
        case .step(let record): return take(step: record)
        case .run(let run): begin(run)
        case .evaluation(let evaluation): detectors.take(evaluation, &book)
        case .applied(let applied): take(applied)
        case .end: hasEnded = true
        case .rejected, .checkpoint, .snapshot, .warning, .live, .gap, .alarm: return []
        }
        return book.takeNews()
    }

    /// Takes the next step. One that does not come after the latest begins anew, since nothing says where it continues.
    public mutating func take(step record: borrowing StepRecord) -> [AlarmReport] {
        if record.step <= lastStep { restart() }
        lastStep = record.step
        let numbers = StepNumbers(record)
        book.clipping.take(numbers, of: record)
        detectors.take(numbers, of: record, &book)
        return book.takeNews()
    }

    /// Lets time pass, while the run is watched as it happens.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    public mutating func tick(_ seconds: Double) -> [AlarmReport] {
        guard !hasEnded else { return [] }
        detectors.tick(seconds, &book)
        return book.takeNews()
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

    private mutating func take(_ applied: Applied) {
        guard case .rewind(let step) = applied.request else { return detectors.take(applied, &book) }
        // What is still so after it is found again, from what is left.
        lastStep = step
        book.endAll()
        book.clipping = ClipStreak()
        detectors.rewind(to: step)
    }

    private static func rules<Row: AlarmDetectors>(of _: Row) -> [AlarmRule] { Row.rules }
}
