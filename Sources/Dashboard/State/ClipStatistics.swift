import Telemetry

/// The gradient norms of a run and the effect of clipping in bounded memory: the latest steps one by one, earlier ones as
/// counts in logarithmic bins for each stretch under one setting.
public struct ClipStatistics: Equatable, Sendable {
    /// The least number of latest steps kept one by one.
    static let exact = 2048
    /// The number of steps turned into counts at a time.
    private static let batch = 1024
    private static let stretchLimit = 64

    /// The latest steps that had a norm, oldest first.
    private(set) var recent: [ClipStep] = []
    /// The earlier steps, oldest first.
    private(set) var past: [ClipStretch] = []
    /// The forecast for the last change; nil if there is none.
    private(set) var forecast: ClipForecast?

    init() {}

    // MARK: Adding and removing steps

    /// Appends steps; those without a norm are ignored. A step that is repeated with more numbers replaces its first record.
    mutating func append(_ row: StepRow) {
        if recent.last?.position == row.position(0) { recent.removeLast() }
        for index in row.indices {
            guard let step = unsafe ClipStep(row.records[index], at: row.position(index)) else { continue }
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

    /// Merges the two neighbors under one setting with the fewest steps; without such neighbors, the oldest two stretches.
    private mutating func mergeStretches() {
        let alike = past.indices.dropLast().filter { past[$0].isUnderSameSetting(as: past[$0 + 1]) }
        let index = alike.min { steps(at: $0) < steps(at: $1) } ?? 0
        past[index].merge(later: past[index + 1])
        past.remove(at: index + 1)
    }

    /// The number of steps of a stretch and the next one.
    private func steps(at index: Int) -> Int { past[index].count + past[index + 1].count }

    /// Removes the steps after a position. A past stretch that extends beyond it is removed whole.
    mutating func cut(after position: Int) {
        recent.removeSubrange(recent.partitioningIndex { $0.position > position }...)
        if recent.isEmpty { past.removeAll { $0.last > position } }
        forecast?.cut(after: position)
    }

    /// Begins a forecast for a max_norm that applies from the next step on; nil for a change without a forecast.
    mutating func forecast(_ maxNorm: Double?) {
        let sample = sample(.last200)
        forecast = maxNorm.flatMap { maxNorm in
            sample.finite == 0 ? nil : ClipForecast(predicted: sample.whatIf(maxNorm))
        }
    }

    // MARK: Windows

    /// The number of changes within the latest steps from which the source is taken to adapt its threshold itself.
    private static let (adaptiveSteps, adaptiveChanges) = (64, 8)

    /// True if a window applies: that since the last change only if there was one, and the source does not adapt its threshold.
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

    /// The index of the first recent step under the latest setting; 0 if it may have begun before.
    private var lastChange: Int {
        guard let last = recent.last else { return 0 }
        return (recent.lastIndex { !$0.isUnderSameSetting(as: last) } ?? -1) + 1
    }

    /// The index of the first past stretch under the latest setting.
    private var pastUnderSetting: Int {
        guard let last = recent.last else { return past.count }
        return (past.lastIndex { !last.isUnder($0.kind, $0.maxNorm) } ?? -1) + 1
    }

    /// The share of the last 200 steps that were clipped; nil if it is known of none.
    public var recentRate: Double? { sample(.last200).rate }
}
