public import Telemetry

/// A recording that is played, with the state at the current position.
public struct Player: Sendable {
    /// The most events that become due in one tick.
    private static let burst = 20_000
    /// The most events applied in one call, which takes a few milliseconds, so that keys stay responsive.
    public static let slice = 8_000
    /// The most key states kept, and the least number of events between two.
    private static let keyLimit = 256
    private static let keySpacing = 16_000
    /// The memory of a block of events in bytes, if all events are kept.
    private static let blockSize = 1 << 20

    /// The recording and the position in it.
    public private(set) var playback: Playback
    /// The state after all events read so far.
    private var head = RunState()
    /// Key states: earlier states that jumps start from, with the indices of the events after them.
    private var keys: [(index: Int, state: RunState)] = []
    private var played = RunState()
    /// The number of events applied to the state; it may lag behind `playback.index`.
    public private(set) var playedCount = 0
    /// The state before the first event that is kept.
    private var base = RunState()

    /// The memory limit of kept events in bytes; nil keeps all events.
    private let memory: Int?
    /// The position to begin at, until it has been read.
    private var start: PlaybackStart?
    /// The window of the charts; nil for the whole run.
    private var window: ClosedRange<Int>?
    /// The single steps of the window, if the state has them only in coarse buckets.
    private var detail: Detail?
    /// The lines and fields that could not be read.
    public private(set) var reading = ReadingReport()

    /// The responses to the rules: alarms of a rule that is off are hidden.
    var responses: AlarmResponses

    /// - Parameters:
    ///   - memory: the memory limit of kept events in bytes; nil keeps all, as for a file.
    ///   - start: the position to begin at; nil for the first event.
    ///   - responses: the responses to the rules; a recording only shows alarms or hides them.
    public init(
        _ playback: Playback,
        memory: Int? = nil,
        start: PlaybackStart? = nil,
        responses: AlarmResponses = AlarmResponses()
    ) {
        self.playback = playback
        self.memory = memory
        self.start = start
        self.responses = responses
    }

    /// The state at the current position of the recording.
    public var state: RunState {
        var state = played
        state.note(reading: reading)
        state.replayStart = replayStart
        state.alarms.responses = responses
        if playback.isOver, !isCatchingUp { state.markDisconnected() }
        guard let detail, isDetailWhole else { return state }
        return state.refined(by: detail.state, over: detail.positions)
    }

    /// The run's declaration; nil before it has been played.
    var run: Run? { played.run }

    private var isDetailWhole: Bool { detail?.isWhole(playedCount: playedCount) ?? true }

    /// True while the state or the detail is not up to date.
    var isBusy: Bool { isCatchingUp || !isDetailWhole }

    /// True while the state lags behind the playback, as after a jump over many events.
    public var isCatchingUp: Bool { playedCount < playback.index }

    /// A value that changes whenever the picture may change.
    var version: [Int] { [playedCount, playback.recording.count, isDetailWhole ? 1 : 0] }

    /// The state of the playback, for the header.
    public var status: PlaybackStatus {
        PlaybackStatus(
            position: min(playback.position, playback.recording.length),
            length: playback.recording.length,
            isPaused: playback.isPaused,
            speed: playback.speed,
            isLooping: playback.isLooping,
            isOver: playback.isOver,
            isLive: isLive
        )
    }

    /// True while the playback of a pipe is at its latest events.
    private var isLive: Bool {
        memory != nil && !playback.recording.isComplete && !playback.isPaused
            && playback.position >= playback.recording.length - Recording.longestGap
    }

    /// The first step that playback can return to, if earlier ones were evicted; nil if none was.
    private var replayStart: Int? { playback.recording.first > 0 ? (base.latest?.step ?? 0) + 1 : nil }

    /// Appends new events of the file or stream.
    public mutating func append(_ arrival: Arrival) {
        let begins = beginsBlock(arrival.events)
        if begins { keepKey() }
        playback.append(arrival.events, beginningBlock: begins, of: blockSize)
        arrival.events.deliver(to: &head)
        reading = arrival.skipped
        if arrival.status.isOver { playback.finish() }
        evict()
    }

    /// True if new events begin a block, or a key state of a file is due before them.
    private func beginsBlock(_ events: EventList) -> Bool {
        let recording = playback.recording
        if events.filePlace != nil { return recording.count >= (keys.last?.index ?? recording.first) + spacing }
        return recording.latestSize >= blockSize
    }

    private var blockSize: Int { memory.map { $0 / 16 } ?? Self.blockSize }

    private mutating func keepKey() {
        keys.append((playback.recording.count, head.coarse))
        // Each block of a stream needs a key state, for its eviction.
        guard memory == nil, keys.count > Self.keyLimit else { return }
        keys = keys.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    private var spacing: Int {
        max(Self.keySpacing, (playback.recording.count - playback.recording.first) / Self.keyLimit)
    }

    /// Evicts the oldest events beyond `memory`, keeping the state after them. A playback at one of them jumps forward, since
    /// the stream cannot be paused.
    private mutating func evict() {
        guard let memory else { return }
        while playback.recording.size > memory, let end = playback.recording.endOfOldest {
            base = keys.last { $0.index <= end }?.state ?? base
            if playedCount < end { (played, playedCount) = (base, end) }
            playback.evictOldest()
            keys.removeAll { $0.index <= end }
        }
    }

    /// Advances the playback; its time stands still while the state catches up.
    ///
    /// - Parameter limit: the most events to apply now; the next call continues from there.
    public mutating func tick(seconds: Double, limit: Int = slice) {
        begin(limit)
        guard start == nil else { return }
        let left = catchUp(limit)
        guard !isCatchingUp else { return }
        refine(left)
        if playback.isOver, playback.isLooping, !playback.isPaused, playback.recording.count > 0 {
            jump(to: playback.recording.first)
        }
        _ = playback.advance(seconds: seconds, limit: Self.burst)
        catchUp(left)
    }

    /// Jumps to the position to begin at, once it has been read.
    private mutating func begin(_ limit: Int) {
        guard let start else { return }
        switch start {
        case .end:
            // The end of a pipe is its latest event.
            guard playback.recording.isComplete || memory != nil && playback.recording.count > 0 else { return }
            self.start = nil
            jump(to: playback.recording.count)
        case .step(let step):
            guard playback.recording.isComplete || playback.recording.lastStep >= step else { return }
            self.start = nil
            perform(.goTo(step: step), limit: limit)
        }
    }

    /// Performs an action. After a long jump the state catches up in the following ticks.
    ///
    /// - Parameter limit: the most events to apply now.
    /// - Returns: a message for the operator, if there is one.
    @discardableResult
    public mutating func perform(_ action: PlaybackAction, limit: Int = slice) -> String? {
        act(action)
        catchUp(limit)
        guard case .goTo(let step) = action else { return nil }
        if let first = replayStart, step < first {
            return "only steps from \(NumberFormat.count(first)) on are kept for a pipe"
        }
        let (last, isWhole) = (playback.recording.lastStep, playback.recording.isComplete)
        return isWhole && step > last ? "the recording ends at step \(NumberFormat.count(last))" : nil
    }

    private mutating func act(_ action: PlaybackAction) {
        switch action {
        case .pauseOrPlay:
            // At the end, play restarts the recording.
            if playback.isOver, !playback.isPaused {
                jump(to: playback.recording.first)
            } else {
                playback.isPaused.toggle()
            }
        case .step(let count):
            playback.isPaused = true
            jump(to: playback.index(steps: count))
        case .faster: playback.changeSpeed(faster: true)
        case .slower: playback.changeSpeed(faster: false)
        case .seek(let share): jump(to: playback.index(seekingBy: share))
        case .goTo(let step):
            playback.isPaused = true
            jump(to: playback.index(after: step))
        case .next(let stop):
            playback.isPaused = true
            jump(to: playback.index(afterNext: stop, from: playback.index))
        case .previous(let stop):
            playback.isPaused = true
            jump(to: playback.index(afterPrevious: stop, from: playback.index))
        case .toggleLoop: playback.isLooping.toggle()
        case .askStep: break
        }
    }

    private mutating func jump(to target: Int) {
        playback.jump(to: target)
        if playback.index == playback.recording.count { return showHead() }
        // A key state is coarse up to its end, so that the latest `Series.exact` steps are played again.
        let key = keys.last { $0.index + Series.exact <= playback.index }
        // If the current state is nearer than any key state, it is continued.
        guard playback.index < playedCount || key.map({ $0.index > playedCount }) ?? false else { return }
        played = key?.state ?? base
        playedCount = key?.index ?? playback.recording.first
    }

    /// Sets the positions that the charts show; nil for the whole run.
    mutating func setChartWindow(_ positions: ClosedRange<Int>?) {
        window = positions
        // After a restarted count a position is not a step, which events are found by.
        guard let positions, played.isCoarse(over: positions), played.positions == StepPositions() else {
            return detail = nil
        }
        if let detail, detail.serves(positions, playedCount: playedCount) { return }
        guard replayStart.map({ $0 <= positions.lowerBound }) ?? true else { return detail = nil }
        let (first, end) = (playback.index(before: positions.lowerBound), playback.index(after: positions.upperBound))
        detail = Detail(positions, min(first, end)..<end)
    }

    private mutating func refine(_ limit: Int) {
        setChartWindow(window)
        detail?.extend(by: limit, of: playback.recording, playedCount: playedCount)
    }

    private mutating func showHead() { (played, playedCount) = (head, playback.recording.count) }

    /// - Returns: the rest of the limit.
    @discardableResult
    private mutating func catchUp(_ limit: Int) -> Int {
        // The events of a pipe were applied to the head when they arrived.
        if memory != nil, playback.index == playback.recording.count { showHead() }
        let count = min(max(playback.index - playedCount, 0), limit)
        playback.recording.deliver(playedCount..<playedCount + count, to: &played)
        playedCount += count
        return limit - count
    }
}
