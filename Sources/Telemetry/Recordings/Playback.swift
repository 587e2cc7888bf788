/// Plays a recording: which events are due, and where a jump leads. Pure; the caller has the clock.
public struct Playback: Sendable {
    /// The selectable speeds as multiples of real time; infinity plays without delays.
    public static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, .infinity]

    /// The events read so far.
    public private(set) var recording: Recording
    /// The index of the next event to play.
    public private(set) var index = 0
    /// The playing time reached, in seconds.
    public private(set) var position = 0.0
    public var isPaused = false
    public var isLooping: Bool
    /// The speed as a multiple of real time; infinity plays without delays.
    public private(set) var speed: Double

    /// - Parameters:
    ///   - speed: a multiple of real time, above 0; infinity plays without delays.
    ///   - isLooping: true to restart at the end.
    ///   - reload: see `Recording`.
    public init(speed: Double = 1, isLooping: Bool = false, reload: Recording.Reload? = nil) {
        self.speed = speed
        self.isLooping = isLooping
        recording = Recording(reload: reload)
    }

    /// True if the recording is complete and has been played.
    public var isOver: Bool { recording.isComplete && index == recording.count }

    /// Appends events; see `Recording.append`.
    public mutating func append(_ events: EventList, beginningBlock begins: Bool = false, of size: Int = 0) {
        recording.append(events, beginningBlock: begins, of: size)
    }

    /// Marks the recording as complete.
    public mutating func finish() { recording.finish() }

    /// Evicts the oldest block of events. If they were still to be played, playback continues behind them.
    public mutating func evictOldest() {
        recording.evictOldest()
        if index < recording.first { jump(to: recording.first) }
    }

    /// Advances the time.
    ///
    /// - Parameters:
    ///   - seconds: real time since the last call.
    ///   - limit: the most events; others wait for the next call.
    /// - Returns: the indices of the events that became due.
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

    /// The latest time allowed: that of the next event. At the end of an incomplete recording the wait counts as the gap before
    /// the next event, so that a live stream is shown as it arrives.
    private var latestPosition: Double {
        if index < recording.count { return recording.entry(at: index).time }
        return recording.length + (recording.isComplete ? 0 : Recording.longestGap)
    }

    /// Jumps so that exactly the events before `target` have been played.
    public mutating func jump(to target: Int) {
        index = min(max(recording.first, target), recording.count)
        position = timeReached
    }

    /// The playing time of the last event played; if that was evicted, of the first event kept.
    private var timeReached: Double {
        // At the end no block needs to be opened.
        if index == recording.count { return recording.length }
        if index > recording.first { return recording.entry(at: index - 1).time }
        return index > 0 && index < recording.count ? recording.entry(at: index).time : 0
    }

    /// Selects the next higher or lower speed.
    public mutating func changeSpeed(faster: Bool) {
        if faster {
            speed = Self.speeds.first { $0 > speed } ?? .infinity
        } else {
            speed = Self.speeds.last { $0 < speed } ?? Self.speeds[0]
        }
    }

    // MARK: Where jumps lead

    /// The index `steps` steps later, or earlier if negative. Events that follow a step are played with it.
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

    /// The index a share of the playing time later, or earlier if negative.
    public func index(seekingBy share: Double) -> Int {
        let target = position + share * recording.length
        // A seek must always move, even among many events at the same time.
        let found = recording.index(after: target)
        if found == index { return min(max(recording.first, index + (share > 0 ? 1 : -1)), recording.count) }
        return found
    }

    /// The index just after a step, or after the next one if it is missing; the end if there is none. If a step was computed
    /// again after a rewind, its last record counts.
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

    /// The index just after the last record of an earlier step, where the events of a step begin.
    public func index(before step: Int) -> Int {
        let found = recording.lastIndex(
            before: recording.count,
            in: { $0.steps.map { $0.lowerBound < step } ?? false },
            where: { $0.isStep && $0.step < step }
        )
        return found.map { $0 + 1 } ?? recording.first
    }

    /// A kind of event that a jump may lead to.
    public enum Stop: Sendable {
        /// A command that took effect or was refused, an alarm, a non-finite step, a warning, the end.
        case timelineEntry
        case evaluation
    }

    /// The index just after the next stop; the end if there is none.
    public func index(afterNext stop: Stop, from start: Int) -> Int {
        let found = recording.firstIndex(from: start, in: { $0.stops.contains(stop) }, where: { $0.stop == stop })
        return found.map { $0 + 1 } ?? recording.count
    }

    /// The index just after the last stop before the latest event played; the beginning if there is none.
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

    /// The index of the next step, since the events in between belong to this one.
    private func end(ofStepAt step: Int?) -> Int {
        guard let step else { return recording.count }
        return nextStep(from: step + 1) ?? recording.count
    }
}
