/// What a run has emitted so far, in bounded memory, for viewers that come late.
///
/// The last `exactSteps` steps are kept as they were. Older ones are thinned by stretches of equal length, which grow as the
/// run does: of each stretch the steps of lowest and highest loss and of highest gradient norm stay, and one of each kind
/// of non-finite number, so that no spike and no NaN is lost. Of other events the latest `eventLimit` are kept.
public struct ThinnedHistory: Sendable {
    /// The latest steps, all of which are kept.
    public static let exactSteps = 1024
    /// Events other than steps that are kept.
    public static let eventLimit = 1024
    /// Stretches of older steps, at most; each keeps at most `Stretch.limit` of them.
    static let stretchLimit = 512

    /// A value and its place in the order of arrival.
    struct Entry<Value: Sendable>: Sendable {
        var place: Int
        var value: Value
    }

    /// The run's first line. Changes whose events are no longer kept have been made in its settings.
    public private(set) var run: Run?
    /// The last step computed so far; after a rewind, the step that it went back to.
    public private(set) var lastStep = 0
    private var nextPlace = 0
    private var recent = StepRing(capacity: Self.exactSteps)
    private var stretches: [Stretch] = []
    /// Steps that make a stretch.
    private var stretchLength = 1
    private var events: [Entry<Event>] = []
    private var snapshots: [Entry<Event>] = []
    /// Place of the latest pause, resume or advance, which says whether the run is held.
    private var holdPlace: Int?

    public init() {}

    /// Steps that are kept.
    public var stepCount: Int { recent.count + stretches.reduce(0) { $0 + $1.entries.count } }

    /// How many steps each stretch of older ones stands for, oldest first.
    var stretchCounts: [Int] { stretches.map(\.count) }

    /// Adds the next event. The first line of another run begins a new history.
    public mutating func append(_ event: Event) {
        switch event {
        case .run(let run): begin(run)
        case .step(let record): append(record)
        case .snapshot(let report): append(report)
        case .live, .gap: break
        default: appendOther(event)
        }
    }

    /// Passes on everything that is kept, oldest first.
    public func forEach(_ body: (Event) -> Void) {
        if let run { body(.run(run)) }
        var others = (events + snapshots).sorted { $0.place < $1.place }[...]
        func passOthers(before place: Int) {
            while let first = others.first, first.place < place {
                body(first.value)
                others.removeFirst()
            }
        }
        func pass(_ entry: Entry<StepRecord>) {
            passOthers(before: entry.place)
            body(.step(entry.value))
        }
        for stretch in stretches { stretch.entries.forEach(pass) }
        recent.forEach(pass)
        passOthers(before: .max)
    }

    // MARK: What is added

    private mutating func begin(_ run: Run) {
        self = ThinnedHistory()
        self.run = run
        lastStep = run.resumed?.step ?? 0
    }

    private mutating func place() -> Int {
        nextPlace += 1
        return nextPlace
    }

    private mutating func append(_ record: StepRecord) {
        lastStep = record.step
        guard let oldest = recent.append(Entry(place: place(), value: record)) else { return }
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

    /// Snapshots that are gone are not kept, as there may be one for every step.
    private mutating func append(_ report: SnapshotReport) {
        snapshots.removeAll { entry in
            guard case .snapshot(let earlier) = entry.value else { return false }
            return earlier.step < report.oldest || earlier.step >= report.step
        }
        snapshots.append(Entry(place: place(), value: .snapshot(report)))
        if snapshots.count > Self.eventLimit { snapshots.removeFirst() }
    }

    private mutating func appendOther(_ event: Event) {
        events.append(Entry(place: place(), value: event))
        if case .applied(let applied) = event {
            switch applied.request {
            case .pause, .resume, .advance: holdPlace = nextPlace
            case .rewind(let step): lastStep = step
            default: break
            }
        }
        guard events.count > Self.eventLimit else { return }
        let dropped = events.remove(at: events[0].place == holdPlace ? 1 : 0)
        if case .applied(let applied) = dropped.value { makeChange(of: applied, at: dropped.place) }
    }

    /// Makes the change that a newcomer can no longer learn from an event.
    private mutating func makeChange(of applied: Applied, at place: Int) {
        switch applied.request {
        case .set(let name, let value):
            guard let index = run?.settings.firstIndex(where: { $0.name == name }) else { return }
            run?.settings[index].value = value
        case .rewind(let step):
            let isRewound = { (entry: Entry<StepRecord>) in entry.place < place && entry.value.step > step }
            for index in stretches.indices { stretches[index].remove(where: isRewound) }
            recent.removeAll(where: isRewound)
        default: break
        }
    }
}

/// Steps in a row, of which those are kept that a chart must not miss.
private struct Stretch: Sendable {
    typealias Entry = ThinnedHistory.Entry<StepRecord>

    /// Steps that it stands for.
    private(set) var count = 0
    private var lowestLoss: Entry?
    private var highestLoss: Entry?
    private var highestNorm: Entry?
    private var nonFiniteLoss: Entry?
    private var nonFiniteNorm: Entry?
    /// The first step with neither loss nor norm.
    private var bare: Entry?

    /// The steps that are kept, at most six, in their order.
    var entries: [Entry] {
        var entries: [Entry] = []
        for entry in [lowestLoss, highestLoss, highestNorm, nonFiniteLoss, nonFiniteNorm, bare] {
            guard let entry, !entries.contains(where: { $0.place == entry.place }) else { continue }
            entries.append(entry)
        }
        return entries.sorted { $0.place < $1.place }
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

/// The latest steps, as many as it has room for.
private struct StepRing: Sendable {
    typealias Entry = ThinnedHistory.Entry<StepRecord>

    private let capacity: Int
    private var entries: [Entry] = []
    /// Where the oldest is, once the room is used up.
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// Adds a step; gives the oldest one where it had to make room.
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
