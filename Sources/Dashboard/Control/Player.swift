public import Telemetry

/// A recording being played: time and keys move it, and it holds the state of the moment it stands at.
public struct Player: Sendable {
    /// The most events that become due between two pictures.
    private static let burst = 20_000
    /// Events that the state is brought forward by at a time, between two looks at the keys: some milliseconds.
    public static let slice = 8_000
    /// Key states kept, and the least number of events between two.
    private static let keyLimit = 256
    private static let keySpacing = 16_000
    /// Bytes of a block of events that are kept, where all of them are.
    private static let blockSize = 1 << 20

    public private(set) var playback: Playback
    /// The run after all that has been read.
    private var head = RunState()
    /// The run on its way there, to go back to.
    private var keys: [(index: Int, state: RunState)] = []
    private var played = RunState()
    /// Events that the state has had; the rest up to where the playback stands is to follow.
    public private(set) var playedCount = 0
    /// The run before the first event that is kept.
    private var base = RunState()

    /// Bytes of events that are kept to go back to; nil for all of them.
    private let memory: Int?
    /// Where to begin, until that has been read.
    private var start: PlaybackStart?
    /// The window that charts show, and its steps where they are not all in the state.
    private var window: ClosedRange<Int>?
    private var detail: Detail?
    /// What could not be read.
    public private(set) var reading = ReadingReport()

    /// What is done about each rule: one that is off is not shown.
    var responses: AlarmResponses

    /// - Parameters:
    ///   - memory: bytes of events that are kept to go back to; nil keeps all, as of a file.
    ///   - start: where to begin; nil for the first event.
    ///   - responses: what is done about each rule; a recording only shows its alarms, or hides them.
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

    /// The run as it stood at this moment of the recording.
    public var state: RunState {
        var state = played
        state.note(reading: reading)
        state.replayStart = replayStart
        state.alarms.responses = responses
        if playback.isOver, !isCatchingUp { state.markDisconnected() }
        guard let detail, isDetailWhole else { return state }
        return state.refined(by: detail.state, over: detail.places)
    }

    /// What the run is, as far as it has been played.
    var run: Run? { played.run }

    private var isDetailWhole: Bool { detail?.isWhole(playedCount: playedCount) ?? true }

    /// True while there is more to do for the picture to be as it should.
    var isBusy: Bool { isCatchingUp || !isDetailWhole }

    /// True while the state is on its way to where the playback stands, after a jump over many events.
    public var isCatchingUp: Bool { playedCount < playback.index }

    /// What a picture is of: while it stays the same, the picture does.
    var position: [Int] { [playedCount, playback.recording.count, isDetailWhole ? 1 : 0] }

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

    /// A pipe is live while what has come last is played, or about to be.
    private var isLive: Bool {
        memory != nil && !playback.recording.isComplete && !playback.isPaused
            && playback.position >= playback.recording.length - Recording.longestGap
    }

    /// The first step that can be gone back to, where earlier ones have been let go.
    private var replayStart: Int? { playback.recording.first > 0 ? (base.latest?.step ?? 0) + 1 : nil }

    /// Appends what has arrived of the file or stream.
    public mutating func append(_ arrival: Arrival) {
        let begins = beginsBlock(arrival.events)
        if begins { keepKey() }
        playback.append(arrival.events, beginningBlock: begins, of: blockSize)
        arrival.events.deliver(to: &head)
        reading = arrival.skipped
        if arrival.status.isOver { playback.finish() }
        letGo()
    }

    /// Whether events that have arrived begin a block, before which all may be let go, or a file's key state is due.
    private func beginsBlock(_ events: EventList) -> Bool {
        let recording = playback.recording
        if events.place != nil { return recording.count >= (keys.last?.index ?? recording.first) + spacing }
        return recording.latestSize >= blockSize
    }

    private var blockSize: Int { memory.map { $0 / 16 } ?? Self.blockSize }

    private mutating func keepKey() {
        keys.append((playback.recording.count, head.coarse))
        // Each block of a stream that is let go needs its own.
        guard memory == nil, keys.count > Self.keyLimit else { return }
        keys = keys.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    private var spacing: Int {
        max(Self.keySpacing, (playback.recording.count - playback.recording.first) / Self.keyLimit)
    }

    /// Forgets the oldest events beyond `memory`; the state they led to is kept. A playback that stands among them is moved
    /// on, since a stream cannot be made to wait without its run.
    private mutating func letGo() {
        guard let memory else { return }
        while playback.recording.size > memory, let end = playback.recording.endOfOldest {
            base = keys.last { $0.index <= end }?.state ?? base
            if playedCount < end { (played, playedCount) = (base, end) }
            playback.evictOldest()
            keys.removeAll { $0.index <= end }
        }
    }

    /// Lets time pass; none passes while the state has still to catch up.
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

    /// Jumps to where it was to begin, as soon as that has been read.
    private mutating func begin(_ limit: Int) {
        guard let start else { return }
        switch start {
        case .end:
            // The end of what arrives is where it stands now.
            guard playback.recording.isComplete || memory != nil && playback.recording.count > 0 else { return }
            self.start = nil
            jump(to: playback.recording.count)
        case .step(let step):
            guard playback.recording.isComplete || playback.recording.lastStep >= step else { return }
            self.start = nil
            perform(.goTo(step: step), limit: limit)
        }
    }

    /// Does what an operator asks. Where that leads far, the state follows in the ticks after it.
    ///
    /// - Parameter limit: the most events to apply now.
    /// - Returns: what is to be said of it, if anything.
    @discardableResult
    public mutating func perform(_ action: PlaybackAction, limit: Int = slice) -> String? {
        act(action)
        catchUp(limit)
        guard case .goTo(let step) = action else { return nil }
        if let first = replayStart, step < first {
            return "only steps from \(NumberFormat.count(first)) on are kept of a pipe"
        }
        let (last, isWhole) = (playback.recording.lastStep, playback.recording.isComplete)
        return isWhole && step > last ? "the recording ends at step \(NumberFormat.count(last))" : nil
    }

    private mutating func act(_ action: PlaybackAction) {
        switch action {
        case .pauseOrPlay:
            // At the end there is nothing left to play but all of it.
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
        // The latest steps are in a key state as coarsely as the others, so that they are played again.
        let key = keys.last { $0.index + Series.exact <= playback.index }
        // What lies between the nearest key and here need not be played again, whichever way the jump goes.
        guard playback.index < playedCount || key.map({ $0.index > playedCount }) ?? false else { return }
        played = key?.state ?? base
        playedCount = key?.index ?? playback.recording.first
    }

    /// Says which places on the step axis charts show; nil for the whole run.
    mutating func look(at places: ClosedRange<Int>?) {
        window = places
        // After a restarted count a position is not a step, which events are found by.
        guard let places, played.isCoarse(over: places), played.places == StepPlaces() else { return detail = nil }
        if let detail, detail.serves(places, playedCount: playedCount) { return }
        guard replayStart.map({ $0 <= places.lowerBound }) ?? true else { return detail = nil }
        let (first, end) = (playback.index(before: places.lowerBound), playback.index(after: places.upperBound))
        detail = Detail(places, min(first, end)..<end)
    }

    private mutating func refine(_ limit: Int) {
        look(at: window)
        detail?.extend(by: limit, of: playback.recording, playedCount: playedCount)
    }

    private mutating func showHead() { (played, playedCount) = (head, playback.recording.count) }

    /// - Returns: how many events more there is time for.
    @discardableResult
    private mutating func catchUp(_ limit: Int) -> Int {
        // What comes through a pipe has been taken when it came.
        if memory != nil, playback.index == playback.recording.count { showHead() }
        let count = min(max(playback.index - playedCount, 0), limit)
        playback.recording.deliver(playedCount..<playedCount + count, to: &played)
        playedCount += count
        return limit - count
    }
}
