/// Plays a recording: which events are due at a moment, and where a jump leads. Pure; the caller has the clock.
public struct Playback: Sendable {
    /// Speeds on offer, as times real time; infinity plays as fast as it goes.
    public static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, .infinity]

    public private(set) var recording = Recording()
    /// The next event to play.
    public private(set) var index = 0
    /// Playing seconds reached.
    public private(set) var position = 0.0
    public var isPaused = false
    public var isLooping: Bool
    public private(set) var speed: Double

    /// - Parameter speed: times real time, above 0; infinity plays as fast as it goes.
    public init(speed: Double = 1, isLooping: Bool = false) {
        self.speed = speed
        self.isLooping = isLooping
    }

    /// True when everything that will ever come has been played.
    public var isOver: Bool { recording.isWhole && index == recording.count }

    public mutating func reserve(_ count: Int) { recording.reserve(count) }
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { recording.append(bytes) }
    public mutating func finish() { recording.finish() }

    /// Lets time pass, and moves on over what has become due.
    ///
    /// - Parameters:
    ///   - seconds: real time since the last call.
    ///   - limit: events at the most; what is due beyond them waits for the next call.
    /// - Returns: the events that became due, as indices.
    public mutating func advance(seconds: Double, limit: Int) -> Range<Int> {
        guard !isPaused else { return index..<index }
        let start = index
        if speed.isInfinite {
            index = min(recording.count, index + limit)
            position = index > 0 ? recording.entries[index - 1].time : 0
        } else {
            position += seconds * speed
            while index < recording.count, index - start < limit, recording.entries[index].time <= position {
                index += 1
            }
            if index == recording.count || index - start == limit { position = min(position, latestPosition) }
        }
        return start..<index
    }

    /// How far time may run on: to the next event. Where more is to come, waiting for it counts as the gap before it,
    /// so that a live stream is shown as it arrives.
    private var latestPosition: Double {
        if index < recording.count { return recording.entries[index].time }
        return recording.length + (recording.isWhole ? 0 : Recording.longestGap)
    }

    /// Jumps so that exactly the events before `target` have been played.
    public mutating func jump(to target: Int) {
        index = min(max(0, target), recording.count)
        position = index > 0 ? recording.entries[index - 1].time : 0
    }

    public mutating func changeSpeed(faster: Bool) {
        if faster {
            speed = Self.speeds.first { $0 > speed } ?? .infinity
        } else {
            speed = Self.speeds.last { $0 < speed } ?? Self.speeds[0]
        }
    }

    // MARK: Where jumps lead

    /// After so many steps more, or fewer: events that follow a step at once are played with it.
    public func index(steps: Int) -> Int {
        var target = index
        if steps > 0 {
            for _ in 0..<steps { target = end(ofStepAt: nextStep(from: target)) }
        } else {
            for _ in 0..<(-steps) {
                target = previousStep(from: previousStep(from: target)).map { end(ofStepAt: $0) } ?? 0
            }
        }
        return target
    }

    /// A share of the playing time away.
    public func index(seekingBy share: Double) -> Int {
        let target = position + share * recording.length
        // Also at the same moment a seek must move, or many steps a second would hold it fast.
        let found = recording.entries.partitioningIndex { $0.time > target }
        if found == index { return min(max(0, index + (share > 0 ? 1 : -1)), recording.count) }
        return found
    }

    /// Just after a step was played; the end when it is not there. Of a step that a rewind took back and that was
    /// computed again, the last time counts.
    public func index(after step: Int) -> Int {
        let found =
            recording.entries.lastIndex { $0.isStep && $0.step == step }
            ?? recording.entries.firstIndex { $0.isStep && $0.step >= step }
        return end(ofStepAt: found)
    }

    /// Just after the next command, non-finite step, evaluation or end.
    public func index(afterNextIncidentFrom start: Int) -> Int {
        guard start < recording.count else { return recording.count }
        return (recording.entries[start...].firstIndex(where: \.isIncident)).map { $0 + 1 } ?? recording.count
    }

    private func nextStep(from start: Int) -> Int? {
        start < recording.count ? recording.entries[start...].firstIndex(where: \.isStep) : nil
    }

    private func previousStep(from end: Int?) -> Int? {
        guard let end, end > 0 else { return nil }
        return recording.entries[..<end].lastIndex(where: \.isStep)
    }

    /// Just before the step after it: what belongs to a step comes with it.
    private func end(ofStepAt step: Int?) -> Int {
        guard let step else { return recording.count }
        return nextStep(from: step + 1) ?? recording.count
    }
}

extension Array {
    /// The first index whose element satisfies a condition that, once true, stays true.
    func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
