/// Plays a recording: which events are due at a moment, and where a jump leads. Pure; the caller has the clock.
public struct Playback: Sendable {
    /// Speeds on offer, as times real time; infinity plays as fast as it goes.
    public static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, .infinity]

    public private(set) var recording: Recording
    /// The next event to play.
    public private(set) var index = 0
    /// Playing seconds reached.
    public private(set) var position = 0.0
    public var isPaused = false
    public var isLooping: Bool
    public private(set) var speed: Double

    /// - Parameters:
    ///   - speed: times real time, above 0; infinity plays as fast as it goes.
    ///   - isLooping: start again at the end.
    ///   - reload: see `Recording`.
    public init(speed: Double = 1, isLooping: Bool = false, reload: Recording.Reload? = nil) {
        self.speed = speed
        self.isLooping = isLooping
        recording = Recording(reload: reload)
    }

    /// True when everything that will ever come has been played.
    public var isOver: Bool { recording.isComplete && index == recording.count }

    /// Appends events: see `Recording.append`.
    public mutating func append(_ events: EventList, beginningBlock begins: Bool = false, of size: Int = 0) {
        recording.append(events, beginningBlock: begins, of: size)
    }

    public mutating func finish() { recording.finish() }

    /// Forgets the oldest events; where they were still to be played, playing continues behind them.
    public mutating func evictOldest() {
        recording.evictOldest()
        if index < recording.first { jump(to: recording.first) }
    }

    /// Lets time pass, and moves on over what has become due.
    ///
    /// - Parameters:
    ///   - seconds: real time since the last call.
    ///   - limit: most events; what is due beyond them waits for the next call.
    /// - Returns: the events that became due, as indices.
    public mutating func advance(seconds: Double, limit: Int) -> Range<Int> {
        guard !isPaused else { return index..<index }
        let start = index
        if speed.isInfinite {
            index = min(recording.count, index + limit)
            position = timeReached
        } else {
            position += seconds * speed
            while index < recording.count, index - start < limit, recording.entry(at: index).time <= position {
                index += 1
            }
            if index == recording.count || index - start == limit { position = min(position, latestPosition) }
        }
        return start..<index
    }

    /// How far time may run on: to the next event. Where more is to come, waiting for it counts as the gap before it,
    /// so that a live stream is shown as it arrives.
    private var latestPosition: Double {
        if index < recording.count { return recording.entry(at: index).time }
        return recording.length + (recording.isComplete ? 0 : Recording.longestGap)
    }

    /// Jumps so that exactly the events before `target` have been played.
    public mutating func jump(to target: Int) {
        index = min(max(recording.first, target), recording.count)
        position = timeReached
    }

    /// The playing time of the last event played; where that has been let go, of the first that is kept.
    private var timeReached: Double {
        // Of a stream that is played as it comes no block need be looked into.
        if index == recording.count { return recording.length }
        if index > recording.first { return recording.entry(at: index - 1).time }
        return index > 0 && index < recording.count ? recording.entry(at: index).time : 0
    }

    public mutating func changeSpeed(faster: Bool) {
        if faster {
            speed = Self.speeds.first { $0 > speed } ?? .infinity
        } else {
            speed = Self.speeds.last { $0 < speed } ?? Self.speeds[0]
        }
    }

    // MARK: Where jumps lead

    /// The index some steps later or earlier: events right behind a step are played with it.
    public func index(steps: Int) -> Int {
        var target = index
        if steps > 0 {
            for _ in 0..<steps { target = end(ofStepAt: nextStep(from: target)) }
        } else {
            for _ in 0..<(-steps) {
                target = previousStep(from: previousStep(from: target)).map { end(ofStepAt: $0) } ?? recording.first
            }
        }
        return target
    }

    /// A share of the playing time away.
    public func index(seekingBy share: Double) -> Int {
        let target = position + share * recording.length
        // Also at the same moment a seek must move, or many steps a second would hold it fast.
        let found = recording.index(after: target)
        if found == index { return min(max(recording.first, index + (share > 0 ? 1 : -1)), recording.count) }
        return found
    }

    /// Just after a step was played; the end when it is not there. Of a step that a rewind took back and that was
    /// computed again, the last time counts.
    public func index(after step: Int) -> Int {
        let found =
            recording.lastIndex(
                before: recording.count,
                in: { $0.steps?.contains(step) ?? false },
                where: { $0.isStep && $0.step == step }
            )
            ?? recording.firstIndex(
                from: recording.first,
                in: { $0.steps.map { $0.upperBound >= step } ?? false },
                where: { $0.isStep && $0.step >= step }
            )
        return end(ofStepAt: found)
    }

    /// Just before a step is played for the last time, or the one after it where it is not there.
    public func index(before step: Int) -> Int {
        let found = recording.lastIndex(
            before: recording.count,
            in: { $0.steps.map { $0.lowerBound < step } ?? false },
            where: { $0.isStep && $0.step < step }
        )
        return found.map { $0 + 1 } ?? recording.first
    }

    /// What a jump may lead to.
    public enum Stop: Sendable {
        /// A command that took effect or was refused, an alarm, a step that is not finite, the end.
        case timelineEntry
        case evaluation
    }

    /// Just after the next one; the end where there is none.
    public func index(afterNext stop: Stop, from start: Int) -> Int {
        let found = recording.firstIndex(from: start, in: { $0.stops.contains(stop) }, where: { $0.stop == stop })
        return found.map { $0 + 1 } ?? recording.count
    }

    /// Just after the one before the latest event played; the beginning where there is none.
    public func index(afterPrevious stop: Stop, from end: Int) -> Int {
        let found = recording.lastIndex(before: end - 1, in: { $0.stops.contains(stop) }, where: { $0.stop == stop })
        return found.map { $0 + 1 } ?? recording.first
    }

    private func nextStep(from start: Int) -> Int? {
        recording.firstIndex(from: start, in: { $0.steps != nil }, where: \.isStep)
    }

    private func previousStep(from end: Int?) -> Int? {
        end.flatMap { recording.lastIndex(before: $0, in: { $0.steps != nil }, where: \.isStep) }
    }

    /// Just before the step after it: what belongs to a step comes with it.
    private func end(ofStepAt step: Int?) -> Int {
        guard let step else { return recording.count }
        return nextStep(from: step + 1) ?? recording.count
    }
}
