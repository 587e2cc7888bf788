public import Telemetry

/// The alarms of a run, as it reports them; if it reports none, as the rules find them here.
public struct AlarmLog: Sendable {
    /// The most alarms kept; beyond it the oldest that are over are evicted first.
    static let limit = 200

    /// One alarm.
    public struct Entry: Sendable, Equatable {
        /// The latest report of the alarm.
        public var report: AlarmReport
        /// The position of its first step on the step axis.
        var position: Int
        /// The step at which it was raised, which may be later than its first step.
        var raisedStep: Int
        var raisedPosition: Int
        /// Its index among all alarms raised.
        var number = 0
        /// True if a rewind removed its first step.
        public var isRewound = false

        public var isActive: Bool { !report.isOver }
    }

    /// All alarms kept, in the order in which they were raised, including those of rules that are off.
    private var found: [Entry] = []
    /// The number of alarms raised so far, those of earlier runs of the source included.
    public private(set) var raisedCount = 0
    /// The number of them that earlier runs have raised.
    private let earlierCount: Int
    /// Changes with each report.
    private(set) var revision = 0
    /// The rules; nil if the run reports its alarms itself.
    private var rules: AlarmWatch? = AlarmWatch()
    /// Finds stalls of a run that reports its other alarms itself; nil otherwise.
    private var clock: StallWatch?

    /// The responses to the rules; alarms of a rule that is off are not shown.
    public internal(set) var responses: AlarmResponses

    public init(_ responses: AlarmResponses = AlarmResponses()) { (self.responses, earlierCount) = (responses, 0) }

    /// The log of a run that follows another. The count continues, so that a reader who knows the earlier alarms finds the new ones.
    init(after earlier: AlarmLog) {
        (responses, raisedCount, earlierCount) = (earlier.responses, earlier.raisedCount, earlier.raisedCount)
    }

    /// The alarms shown, in the order in which they were raised.
    public var entries: [Entry] { found.filter { responses[$0.report.rule] != .off } }

    /// The number of alarms that the run has raised, by rules that are not off.
    var seenCount: Int { raisedCount - earlierCount - found.count { responses[$0.report.rule] == .off } }

    /// The number of kept alarms of a rule, and the latest of them.
    func found(by rule: AlarmRule) -> (count: Int, last: AlarmReport?) {
        let own = found.filter { $0.report.rule == rule }
        return (own.count, own.last?.report)
    }

    /// The alarms raised after the first `count`, those of rules that are off excluded.
    public func raised(after count: Int) -> [Entry] {
        found.filter { $0.number >= count && responses[$0.report.rule] != .off }
    }

    /// The active alarms, in the order in which they were raised.
    public var active: [AlarmReport] { entries.lazy.filter(\.isActive).map(\.report) }

    /// The newest active alarm of the highest severity, notes excluded; nil if there is none.
    public var foremost: AlarmReport? { foremost { _ in true }?.report }

    /// - Parameter isShown: false for alarms to skip.
    func foremost(where isShown: (Entry) -> Bool) -> Entry? {
        let active = entries.filter { $0.isActive && $0.report.rule.severity > .note && isShown($0) }
        let gravest = active.map(\.report.rule.severity).max()
        return active.last { $0.report.rule.severity == gravest }
    }

    // MARK: Events

    mutating func begin(_ run: Run, _ positions: StepPositions) {
        responses.adopt(run.settings)
        if run.reportsAlarms {
            (rules, clock) = (nil, clock ?? StallWatch())
        } else {
            rules = rules ?? AlarmWatch()
            clock = nil
            append(rules?.observe(.run(run)), positions)
        }
    }

    mutating func observe(_ row: StepRow, _ positions: StepPositions) {
        for index in row.indices {
            let reports = unsafe rules?.observe(step: row.records[index]) ?? clock?.observe(step: row.records[index])
            if let reports, !reports.isEmpty { append(reports, positions) }
        }
    }

    mutating func observe(_ applied: Applied, _ positions: StepPositions) {
        if case .set(let name, let value) = applied.request { responses.adopt(name, value) }
        append(rules?.observe(.applied(applied)) ?? clock?.observe(applied), positions)
    }

    mutating func observe(_ evaluation: Evaluation, _ positions: StepPositions) {
        append(rules?.observe(.evaluation(evaluation)), positions)
    }

    mutating func observe(_ end: End, _ positions: StepPositions) {
        append(rules?.observe(.end(end)), positions)
        clock = clock.map { _ in StallWatch() }
    }

    mutating func observe(_ report: AlarmReport, _ positions: StepPositions) { append([report.bounded], positions) }

    /// - Parameter seconds: on a clock that only goes forward.
    mutating func tick(_ seconds: Double, _ positions: StepPositions) {
        append(rules?.tick(seconds) ?? clock?.tick(seconds), positions)
    }

    /// Ends and marks the alarms that began after a position, since the run was rewound to it.
    mutating func discard(after position: Int) {
        for index in found.indices where found[index].position > position {
            found[index].isRewound = true
            found[index].report.state = .over
        }
    }

    private mutating func append(_ reports: [AlarmReport]?, _ positions: StepPositions) {
        guard let reports, !reports.isEmpty else { return }
        revision += 1
        for report in reports { append(report, positions) }
    }

    private mutating func append(_ report: AlarmReport, _ positions: StepPositions) {
        let known = found.lastIndex { $0.report.isSameAlarm(as: report) && !$0.isRewound }
        // The end of an alarm that is over or unknown is ignored; a lasting one may have been switched off for a while.
        if let known {
            if found[known].isActive || report.state == .lasting { found[known].report = report }
            return
        }
        guard !report.isOver else { return }
        found.append(
            Entry(
                report: report,
                position: positions.position(of: report.since),
                raisedStep: report.step,
                raisedPosition: positions.position(of: report.step),
                number: raisedCount
            )
        )
        raisedCount += 1
        if found.count > Self.limit { found.remove(at: evicted) }
    }

    /// The index of the alarm to evict: a hidden one, else one that is over.
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
    /// The report within the bounds of a state.
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
