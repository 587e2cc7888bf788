import Telemetry

/// A recording being played: time and keys move it, and it holds the state of the moment it stands at.
public struct Player: Sendable {
    /// Events played at the most between two pictures.
    private static let burst = 20_000
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

    /// - Parameter memory: bytes of events that are kept to go back to; nil keeps all, as of a file.
    public init(_ playback: Playback, memory: Int? = nil) {
        self.playback = playback
        self.memory = memory
    }

    /// The run as it stood at this moment of the recording.
    public var state: RunState {
        var state = played
        state.reading = playback.recording.report
        state.replayStart = replayStart
        if playback.isOver, !isCatchingUp { state.breakOff() }
        return state
    }

    /// True while the state is on its way to where the playback stands, after a jump over many events.
    public var isCatchingUp: Bool { playedCount < playback.index }

    public var status: PlaybackStatus {
        PlaybackStatus(
            position: min(playback.position, playback.recording.length),
            length: playback.recording.length,
            isPaused: playback.isPaused,
            speed: playback.speed,
            isLooping: playback.isLooping,
            isOver: playback.isOver
        )
    }

    /// The first step that can be gone back to, where earlier ones have been let go.
    private var replayStart: Int? { playback.recording.first > 0 ? (base.latest?.step ?? 0) + 1 : nil }

    /// Takes the next bytes of the file or stream: see `Recording.append`.
    public mutating func append(_ bytes: UnsafeRawBufferPointer, arrival: Double? = nil) {
        playback.append(bytes, arrival: arrival)
        letGo()
    }

    public mutating func finish() { playback.finish() }

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
    /// - Parameter mayGoOn: asked before each event; on false the next call continues from there.
    public mutating func tick(seconds: Double, while mayGoOn: () -> Bool = { true }) {
        catchUp(while: mayGoOn)
        guard !isCatchingUp else { return }
        if playback.isOver, playback.isLooping, !playback.isPaused, playback.recording.count > 0 {
            jump(to: playback.recording.first)
        }
        _ = playback.advance(seconds: seconds, limit: Self.burst)
        catchUp(while: mayGoOn)
    }

    /// Does what an operator asks. Where that leads far, the state follows in the ticks after it.
    ///
    /// - Parameter mayGoOn: asked before each event.
    public mutating func perform(_ action: PlaybackAction, while mayGoOn: () -> Bool = { true }) {
        defer { catchUp(while: mayGoOn) }
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

    /// Jumps to the end of what has been read; the state follows in the ticks after it.
    ///
    /// - Parameter mayGoOn: asked before each event.
    public mutating func jumpToEnd(while mayGoOn: () -> Bool = { true }) {
        jump(to: playback.recording.count)
        catchUp(while: mayGoOn)
    }

    private mutating func jump(to target: Int) {
        playback.jump(to: target)
        let from = snapshots.last { $0.index <= playback.index }
        // What lies between the nearest snapshot and here need not be played again, whichever way the jump goes.
        guard playback.index < playedCount || from.map({ $0.index > playedCount }) ?? false else { return }
        played = from?.state ?? base
        playedCount = from?.index ?? playback.recording.first
    }

    private mutating func catchUp(while mayGoOn: () -> Bool) {
        while playedCount < playback.index, mayGoOn() {
            playback.hand(playedCount, to: &played)
            playedCount += 1
            keepSnapshot(after: playedCount)
        }
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
