/// The events of a run so far in bounded memory, for viewers that connect later.
///
/// The last `exactSteps` steps are kept. Older ones are thinned in stretches of equal length, which grows with the run: each
/// stretch keeps the steps of lowest and highest loss and of highest gradient norm, and one for each kind of non-finite
/// number, so that no spike and no NaN is lost. Of other events the latest `eventLimit` are kept.
public struct ThinnedHistory: Sendable {
    /// The number of latest steps that are all kept.
    public static let exactSteps = 1024
    /// The most events kept other than steps.
    public static let eventLimit = 1024
    /// The most stretches of older steps; each keeps at most six steps.
    static let stretchLimit = 512

    /// A value and its serial number in order of arrival.
    struct Entry<Value: Sendable>: Sendable {
        var serial: Int
        var value: Value
    }

    /// The run's first line. Its settings include the changes whose events are no longer kept.
    public private(set) var run: Run?
    /// The last step computed so far; after a rewind, the step of the snapshot.
    public private(set) var lastStep = 0
    private var latestSerial = 0
    private var recent = StepRing(capacity: Self.exactSteps)
    private var stretches: [Stretch] = []
    /// Steps per stretch.
    private var stretchLength = 1
    private var events: [Entry<Event>] = []
    private var snapshots: [Entry<Event>] = []
    /// The serial number of the latest pause, resume or advance, which is kept since it tells whether the run is held.
    private var holdSerial: Int?

    public init() {}

    /// The number of steps kept.
    public var stepCount: Int { recent.count + stretches.reduce(0) { $0 + $1.entries.count } }

    /// The number of steps that each stretch represents, oldest first.
    var stretchCounts: [Int] { stretches.map(\.count) }

    /// Appends the next event. The first line of another run begins a new history.
    public mutating func append(_ event: Event) {
        switch event {
        case .run(let run): begin(run)
        case .step(let record): append(record)
        case .snapshot(let report): append(report)
        case .live, .gap: break
        default: appendOther(event)
        }
    }

    /// Calls `body` with each event that is kept, oldest first.
    public func forEach(_ body: (Event) -> Void) {
        if let run { body(.run(run)) }
        var others = (events + snapshots).sorted { $0.serial < $1.serial }[...]
        func passOthers(before serial: Int) {
            while let first = others.first, first.serial < serial {
                body(first.value)
                others.removeFirst()
            }
        }
        func pass(_ entry: Entry<StepRecord>) {
            passOthers(before: entry.serial)
            body(.step(entry.value))
        }
        for stretch in stretches { stretch.entries.forEach(pass) }
        recent.forEach(pass)
        passOthers(before: .max)
    }

    // MARK: Appending

    private mutating func begin(_ run: Run) {
        self = ThinnedHistory()
        self.run = run
        lastStep = run.resumed?.step ?? 0
    }

    private mutating func nextSerial() -> Int {
        latestSerial += 1
        return latestSerial
    }

    private mutating func append(_ record: StepRecord) {
        lastStep = record.step
        guard let oldest = recent.append(Entry(serial: nextSerial(), value: record)) else { return }
        if stretches.last.map({ $0.count >= stretchLength }) ?? true {
            if stretches.count == Self.stretchLimit { mergeStretches() }
            stretches.append(Stretch())
        }
        stretches[stretches.count - 1].append(oldest)
    }

    private mutating func mergeStretches() {
        stretchLength *= 2
        stretches = stride(from: 0, to: stretches.count, by: 2).map { index in
            index + 1 < stretches.count ? stretches[index].merged(with: stretches[index + 1]) : stretches[index]
        }
    }

    /// Removes the reports of evicted snapshots, since there may be one for every step.
    private mutating func append(_ report: SnapshotReport) {
        snapshots.removeAll { entry in
            guard case .snapshot(let earlier) = entry.value else { return false }
            return earlier.step < report.oldest || earlier.step >= report.step
        }
        snapshots.append(Entry(serial: nextSerial(), value: .snapshot(report)))
        if snapshots.count > Self.eventLimit { snapshots.removeFirst() }
    }

    private mutating func appendOther(_ event: Event) {
        events.append(Entry(serial: nextSerial(), value: event))
        if case .applied(let applied) = event {
            switch applied.request {
            case .pause, .resume, .advance: holdSerial = latestSerial
            case .rewind(let step): lastStep = step
            default: break
            }
        }
        guard events.count > Self.eventLimit else { return }
        let dropped = events.remove(at: events[0].serial == holdSerial ? 1 : 0)
        if case .applied(let applied) = dropped.value { makeChange(of: applied, at: dropped.serial) }
    }

    /// Applies a change whose event is dropped to the history itself.
    private mutating func makeChange(of applied: Applied, at serial: Int) {
        switch applied.request {
        case .set(let name, let value):
            guard let index = run?.settings.firstIndex(where: { $0.name == name }) else { return }
            run?.settings[index].value = value
        case .rewind(let step):
            let isRewound = { (entry: Entry<StepRecord>) in entry.serial < serial && entry.value.step > step }
            for index in stretches.indices { stretches[index].remove(where: isRewound) }
            recent.removeAll(where: isRewound)
        default: break
        }
    }
}

/// Consecutive steps, of which the extremes are kept.
private struct Stretch: Sendable {
    typealias Entry = ThinnedHistory.Entry<StepRecord>

    /// The number of steps that it represents.
    private(set) var count = 0
    private var lowestLoss: Entry?
    private var highestLoss: Entry?
    private var highestNorm: Entry?
    private var nonFiniteLoss: Entry?
    private var nonFiniteNorm: Entry?
    /// The first step with neither loss nor norm.
    private var bare: Entry?

    /// The steps kept, at most six, in order.
    var entries: [Entry] {
        var entries: [Entry] = []
        for entry in [lowestLoss, highestLoss, highestNorm, nonFiniteLoss, nonFiniteNorm, bare] {
            guard let entry, !entries.contains(where: { $0.serial == entry.serial }) else { continue }
            entries.append(entry)
        }
        return entries.sorted { $0.serial < $1.serial }
    }

    mutating func append(_ entry: Entry) {
        count += 1
        keep(entry)
    }

    func merged(with later: Stretch) -> Stretch {
        var merged = self
        for entry in later.entries { merged.keep(entry) }
        merged.count = count + later.count
        return merged
    }

    mutating func remove(where isGone: (Entry) -> Bool) {
        func kept(_ entry: Entry?) -> Entry? { entry.flatMap { isGone($0) ? nil : $0 } }
        (lowestLoss, highestLoss, highestNorm) = (kept(lowestLoss), kept(highestLoss), kept(highestNorm))
        (nonFiniteLoss, nonFiniteNorm, bare) = (kept(nonFiniteLoss), kept(nonFiniteNorm), kept(bare))
    }

    private mutating func keep(_ entry: Entry) {
        let (loss, norm) = (entry.value.loss, entry.value.gradNorm)
        if let loss {
            if loss.isFinite {
                if lowestLoss.map({ loss < $0.value.loss! }) ?? true { lowestLoss = entry }
                if highestLoss.map({ loss > $0.value.loss! }) ?? true { highestLoss = entry }
            } else if nonFiniteLoss == nil {
                nonFiniteLoss = entry
            }
        }
        if let norm {
            if norm.isFinite {
                if highestNorm.map({ norm > $0.value.gradNorm! }) ?? true { highestNorm = entry }
            } else if nonFiniteNorm == nil {
                nonFiniteNorm = entry
            }
        }
        if loss == nil, norm == nil, bare == nil { bare = entry }
    }
}

/// A ring buffer of the latest steps.
private struct StepRing: Sendable {
    typealias Entry = ThinnedHistory.Entry<StepRecord>

    private let capacity: Int
    private var entries: [Entry] = []
    /// The index of the oldest entry once the buffer is full.
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// Appends a step, and returns the one it evicts; nil while the buffer is not full.
    mutating func append(_ entry: Entry) -> Entry? {
        guard entries.count == capacity else {
            entries.append(entry)
            return nil
        }
        let evicted = entries[oldest]
        entries[oldest] = entry
        oldest = (oldest + 1) % capacity
        return evicted
    }

    func forEach(_ body: (Entry) -> Void) {
        for entry in entries[oldest...] { body(entry) }
        for entry in entries[..<oldest] { body(entry) }
    }

    mutating func removeAll(where isGone: (Entry) -> Bool) {
        entries = (entries[oldest...] + entries[..<oldest]).filter { !isGone($0) }
        oldest = 0
    }
}
