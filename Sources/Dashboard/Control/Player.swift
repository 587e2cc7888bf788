import Telemetry

/// A recording being played: time and keys move it, and it holds the state of the moment it stands at.
public struct Player: Sendable {
    /// The most events that become due between two pictures.
    private static let burst = 20_000
    /// Events that the state is brought forward by at a time, between two looks at the keys: some milliseconds.
    public static let slice = 8_000
    /// Snapshots kept for going back, and events between two at the least.
    private static let snapshotLimit = 24
    private static let snapshotSpacing = 4_000

    public private(set) var playback: Playback
    private var played = RunState()
    /// Events that the state has had; the rest up to where the playback stands is to follow.
    public private(set) var playedCount = 0
    /// The run before the first event that is kept.
    private var base = RunState()
    private var snapshots: [(index: Int, state: RunState)] = []

    /// Bytes of events that are kept to go back to; nil for all of them.
    private let memory: Int?
    /// Where to begin, until that has been read.
    private var start: PlaybackStart?
    /// What could not be read.
    public private(set) var reading = ReadingReport()

    /// - Parameters:
    ///   - memory: bytes of events that are kept to go back to; nil keeps all, as of a file.
    ///   - start: where to begin; nil for the first event.
    public init(_ playback: Playback, memory: Int? = nil, start: PlaybackStart? = nil) {
        self.playback = playback
        self.memory = memory
        self.start = start
    }

    /// The run as it stood at this moment of the recording.
    public var state: RunState {
        var state = played
        state.note(reading: reading)
        state.replayStart = replayStart
        if playback.isOver, !isCatchingUp { state.breakOff() }
        return state
    }

    /// What the run is, as far as it has been played.
    var run: Run? { played.run }

    /// True while the state is on its way to where the playback stands, after a jump over many events.
    public var isCatchingUp: Bool { playedCount < playback.index }

    /// What a picture is of: while it stays the same, the picture does.
    var position: [Int] { [playedCount, playback.recording.count] }

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
        memory != nil && !playback.recording.isWhole && !playback.isPaused
            && playback.position >= playback.recording.length - Recording.longestGap
    }

    /// The first step that can be gone back to, where earlier ones have been let go.
    private var replayStart: Int? { playback.recording.first > 0 ? (base.latest?.step ?? 0) + 1 : nil }

    /// Appends what has arrived of the file or stream; its events have kept their objects.
    public mutating func append(_ arrival: Arrival) {
        playback.append(arrival.events)
        reading = arrival.skipped
        if arrival.status.isOver { playback.finish() }
        letGo()
    }

    /// Forgets the oldest events beyond `memory`; the state they led to is kept. A playback that stands among them is moved
    /// on, since a stream cannot be made to wait without its run.
    private mutating func letGo() {
        guard let memory else { return }
        while playback.recording.size > memory, let end = playback.recording.endOfOldest {
            for index in playback.recording.first..<end {
                playback.hand(index, to: &base)
            }
            if playedCount < end { (played, playedCount) = (base, end) }
            playback.letOldestGo()
            snapshots.removeAll { $0.index < end }
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
            guard playback.recording.isWhole || memory != nil && playback.recording.count > 0 else { return }
            self.start = nil
            jump(to: playback.recording.count)
        case .step(let step):
            guard playback.recording.isWhole || playback.recording.lastStep >= step else { return }
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
            return "only steps from \(Figure.count(first)) on are kept of a pipe"
        }
        let (last, isWhole) = (playback.recording.lastStep, playback.recording.isWhole)
        return isWhole && step > last ? "the recording ends at step \(Figure.count(last))" : nil
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
        case .nextIncident:
            playback.isPaused = true
            jump(to: playback.index(afterNextIncidentFrom: playback.index))
        case .toggleLoop: playback.isLooping.toggle()
        case .askStep: break
        }
    }

    private mutating func jump(to target: Int) {
        playback.jump(to: target)
        let from = snapshots.last { $0.index <= playback.index }
        // What lies between the nearest snapshot and here need not be played again, whichever way the jump goes.
        guard playback.index < playedCount || from.map({ $0.index > playedCount }) ?? false else { return }
        played = from?.state ?? base
        playedCount = from?.index ?? playback.recording.first
    }

    /// - Returns: how many events more there is time for.
    @discardableResult
    private mutating func catchUp(_ limit: Int) -> Int {
        var left = limit
        while playedCount < playback.index, left > 0 {
            playback.hand(playedCount, to: &played)
            playedCount += 1
            left -= 1
            keepSnapshot(after: playedCount)
        }
        return left
    }

    private mutating func keepSnapshot(after index: Int) {
        guard index >= (snapshots.last?.index ?? playback.recording.first) + spacing else { return }
        snapshots.append((index, played))
        if snapshots.count > Self.snapshotLimit { thinSnapshots() }
    }

    private var spacing: Int {
        max(Self.snapshotSpacing, (playback.recording.count - playback.recording.first) / Self.snapshotLimit)
    }

    private mutating func thinSnapshots() {
        snapshots = snapshots.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
}
