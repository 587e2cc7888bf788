import Telemetry

/// The gradient norms of a run and what clipping did to them, in bounded memory: the latest steps one by one, those before
/// them as counts in logarithmic bins for each stretch under one setting.
public struct ClipStatistics: Equatable, Sendable {
    /// Latest steps that are kept one by one.
    static let exact = 2048
    /// How many are turned into counts at a time.
    private static let batch = 1024
    private static let stretchLimit = 64

    /// The latest steps that had a norm, oldest first.
    private(set) var recent: [ClipStep] = []
    /// What came before them, oldest first.
    private(set) var past: [ClipStretch] = []
    /// What the last change was expected to do.
    private(set) var forecast: ClipForecast?

    init() {}

    // MARK: Steps come and go

    /// Appends steps; those without a norm are ignored. A step that comes once more, with numbers it had lacked, replaces itself.
    mutating func append(_ row: StepRow) {
        if recent.last?.place == row.place(0) { recent.removeLast() }
        for index in row.indices {
            guard let step = unsafe ClipStep(row.records[index], at: row.place(index)) else { continue }
            recent.append(step)
            if recent.count == Self.exact + Self.batch { condense() }
            forecast?.add(step)
        }
    }

    private mutating func condense() {
        var rest = recent[..<Self.batch]
        while let first = rest.first {
            let end = rest.firstIndex { !$0.isUnderSameSetting(as: first) } ?? rest.endIndex
            past.append(ClipStretch(rest[..<end]))
            rest = rest[end...]
        }
        recent.removeSubrange(..<Self.batch)
        while past.count > Self.stretchLimit { mergeStretches() }
    }

    /// Merges the two neighbors under one setting that are the fewest steps; where no neighbors are, the oldest two.
    private mutating func mergeStretches() {
        let alike = past.indices.dropLast().filter { past[$0].isUnderSameSetting(as: past[$0 + 1]) }
        let place = alike.min { steps(at: $0) < steps(at: $1) } ?? 0
        past[place].merge(later: past[place + 1])
        past.remove(at: place + 1)
    }

    /// How many steps a stretch and the one behind it are.
    private func steps(at index: Int) -> Int { past[index].count + past[index + 1].count }

    /// Forgets the steps after one. A stretch of the past that has steps on both sides goes whole, so that nothing of the
    /// forgotten ones stays.
    mutating func cut(after place: Int) {
        recent.removeSubrange(recent.partitioningIndex { $0.place > place }...)
        if recent.isEmpty { past.removeAll { $0.last > place } }
        forecast?.cut(after: place)
    }

    /// Says that a max_norm is in force from the next step on, so that what it does can be held against what it would have
    /// done to the latest steps. Nil for a change that lets nothing be foreseen.
    mutating func forecast(_ maxNorm: Double?) {
        let sample = sample(.last200)
        forecast = maxNorm.flatMap { maxNorm in
            sample.finite == 0 ? nil : ClipForecast(predicted: sample.whatIf(maxNorm))
        }
    }

    // MARK: Windows

    /// The number of steps within which that many changes come from the source itself, not from an operator.
    private static let (adaptiveSteps, adaptiveChanges) = (64, 8)

    /// Whether a window says something: since the last change only where there was one, and not where the source changes its
    /// threshold all the time.
    func has(_ window: ClipWindow) -> Bool {
        guard window == .sinceChange else { return true }
        let latest = recent.suffix(Self.adaptiveSteps)
        let changes = zip(latest, latest.dropFirst()).count { !$0.isUnderSameSetting(as: $1) }
        return changes < Self.adaptiveChanges && (lastChange > 0 || pastUnderSetting > 0)
    }

    /// The steps of a window, the latest last.
    func sample(_ window: ClipWindow) -> ClipSample {
        switch window {
        case .sinceChange:
            let change = lastChange
            return ClipSample(past: change == 0 ? past[pastUnderSetting...] : [], recent: recent[change...])
        case .wholeRun: return ClipSample(past: past[...], recent: recent[...])
        case .last200, .last1000: return ClipSample(recent: recent.suffix(window.length ?? recent.count))
        }
    }

    /// The first of the recent steps that all those after it were clipped as; 0 where it may have begun before them.
    private var lastChange: Int {
        guard let last = recent.last else { return 0 }
        return (recent.lastIndex { !$0.isUnderSameSetting(as: last) } ?? -1) + 1
    }

    /// The first of the past stretches under the setting of the latest step.
    private var pastUnderSetting: Int {
        guard let last = recent.last else { return past.count }
        return (past.lastIndex { !last.isUnder($0.kind, $0.maxNorm) } ?? -1) + 1
    }

    /// Share of the last 200 steps that were clipped; nil where nothing is known of any.
    public var recentRate: Double? { sample(.last200).rate }
}
