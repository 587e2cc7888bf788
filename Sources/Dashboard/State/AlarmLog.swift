public import Telemetry

/// The alarms of a run, as it reports them; of one that reports none, as the same rules find them here.
public struct AlarmLog: Sendable {
    /// Most alarms kept; beyond it the oldest that are over are evicted first.
    static let limit = 200

    public struct Entry: Sendable, Equatable {
        /// The latest that is known of it.
        public var report: AlarmReport
        /// Where its first step lies on the step axis.
        var place: Int
        /// The step at which it was raised, which may be later, and where that lies.
        var raisedStep: Int
        var raisedPlace: Int
        /// Its own among all that were raised.
        var number = 0
        /// Whether a rewind discarded the step at which it began.
        public var isRewound = false

        public var isActive: Bool { !report.isOver }
    }

    /// All that are kept, in the order in which they were raised, those of rules that are off, too.
    private var found: [Entry] = []
    /// How many have been raised so far, those of earlier runs of the source included.
    public private(set) var raisedCount = 0
    /// How many of them earlier runs have raised.
    private let earlierCount: Int
    /// Changes with each report.
    private(set) var revision = 0
    /// What finds alarms here; nil where the run reports them itself.
    private var rules: AlarmWatch? = AlarmWatch()
    /// What a run that stands still cannot report; nil where all rules are watched here.
    private var clock: StallWatch?

    /// What is done about each rule; the alarms of one that is off are not shown.
    public internal(set) var responses: AlarmResponses

    public init(_ responses: AlarmResponses = AlarmResponses()) { (self.responses, earlierCount) = (responses, 0) }

    /// The log of a run that follows another: it counts on, so that a reader who knows the earlier ones sees which are new.
    init(after earlier: AlarmLog) {
        (responses, raisedCount, earlierCount) = (earlier.responses, earlier.raisedCount, earlier.raisedCount)
    }

    /// Those that are shown, in the order in which they were raised.
    public var entries: [Entry] { found.filter { responses[$0.report.rule] != .off } }

    /// How many the run has raised, of rules that are not off.
    var seenCount: Int { raisedCount - earlierCount - found.count { responses[$0.report.rule] == .off } }

    /// How often a rule has raised an alarm that is kept, and the latest of them.
    func found(by rule: AlarmRule) -> (count: Int, last: AlarmReport?) {
        let own = found.filter { $0.report.rule == rule }
        return (own.count, own.last?.report)
    }

    /// Those that were raised after the first `count`.
    public func raised(after count: Int) -> [Entry] {
        found.filter { $0.number >= count && responses[$0.report.rule] != .off }
    }

    /// Those that are not over, in the order in which they were raised.
    public var active: [AlarmReport] { entries.lazy.filter(\.isActive).map(\.report) }

    /// The one to be seen first: the newest of the gravest that are not over, notes apart.
    public var foremost: AlarmReport? { foremost { _ in true }?.report }

    /// - Parameter isShown: false for those that are passed over.
    func foremost(where isShown: (Entry) -> Bool) -> Entry? {
        let active = entries.filter { $0.isActive && $0.report.rule.severity > .note && isShown($0) }
        let gravest = active.map(\.report.rule.severity).max()
        return active.last { $0.report.rule.severity == gravest }
    }

    // MARK: What the state passes on

    mutating func begin(_ run: Run, _ places: StepPlaces) {
        responses.adopt(run.settings)
        if run.reportsAlarms {
            (rules, clock) = (nil, clock ?? StallWatch())
        } else {
            rules = rules ?? AlarmWatch()
            clock = nil
            append(rules?.observe(.run(run)), places)
        }
    }

    mutating func observe(_ row: StepRow, _ places: StepPlaces) {
        for index in row.indices {
            let reports = unsafe rules?.observe(step: row.records[index]) ?? clock?.observe(step: row.records[index])
            if let reports, !reports.isEmpty { append(reports, places) }
        }
    }

    mutating func observe(_ applied: Applied, _ places: StepPlaces) {
        if case .set(let name, let value) = applied.request { responses.adopt(name, value) }
        append(rules?.observe(.applied(applied)) ?? clock?.observe(applied), places)
    }

    mutating func observe(_ evaluation: Evaluation, _ places: StepPlaces) {
        append(rules?.observe(.evaluation(evaluation)), places)
    }

    mutating func observe(_ end: End, _ places: StepPlaces) {
        append(rules?.observe(.end(end)), places)
        clock = clock.map { _ in StallWatch() }
    }

    mutating func observe(_ report: AlarmReport, _ places: StepPlaces) { append([report.bounded], places) }

    /// - Parameter seconds: on a clock that only goes forward.
    mutating func tick(_ seconds: Double, _ places: StepPlaces) {
        append(rules?.tick(seconds) ?? clock?.tick(seconds), places)
    }

    /// Ends and marks those that began after a step, which the run has gone back to.
    mutating func discard(after place: Int) {
        for index in found.indices where found[index].place > place {
            found[index].isRewound = true
            found[index].report.state = .over
        }
    }

    private mutating func append(_ reports: [AlarmReport]?, _ places: StepPlaces) {
        guard let reports, !reports.isEmpty else { return }
        revision += 1
        for report in reports { append(report, places) }
    }

    private mutating func append(_ report: AlarmReport, _ places: StepPlaces) {
        let known = found.lastIndex { $0.report.isSameAlarm(as: report) && !$0.isRewound }
        // The end of an alarm that is over, or was never seen, is ignored; one that lasts may have been switched off for a while.
        if let known {
            if found[known].isActive || report.state == .lasting { found[known].report = report }
            return
        }
        guard !report.isOver else { return }
        found.append(
            Entry(
                report: report,
                place: places.place(of: report.since),
                raisedStep: report.step,
                raisedPlace: places.place(of: report.step),
                number: raisedCount
            )
        )
        raisedCount += 1
        if found.count > Self.limit { found.remove(at: evicted) }
    }

    /// The index of the one to evict: it is hidden, or it is over.
    private var evicted: Int {
        found.firstIndex { responses[$0.report.rule] == .off } ?? found.firstIndex { !$0.isActive } ?? 0
    }
}

extension AlarmLog: Equatable {
    public static func == (left: AlarmLog, right: AlarmLog) -> Bool {
        left.found == right.found && left.raisedCount == right.raisedCount && left.responses == right.responses
    }
}

extension AlarmReport {
    /// The report within what a state keeps of an event.
    fileprivate var bounded: AlarmReport {
        AlarmReport(
            rule.rawValue.utf8.count <= Bounds.name ? rule : AlarmRule(rawValue: Bounds.name(rule.rawValue)),
            subject: subject.map(Bounds.name),
            state: state,
            since: Bounds.count(since),
            step: Bounds.count(step),
            count: Bounds.count(count),
            value: value,
            usual: usual
        )
    }
}
