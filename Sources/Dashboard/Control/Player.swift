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
    private var snapshots: [(index: Int, state: RunState)] = []

    public init(_ playback: Playback) {
        self.playback = playback
    }

    /// The run as it stood at this moment of the recording.
    public var state: RunState {
        var state = played
        state.skippedLines = playback.recording.skippedLines
        if playback.isOver { state.breakOff() }
        return state
    }

    public var status: PlaybackStatus {
        PlaybackStatus(
            position: playback.position,
            length: playback.recording.length,
            isPaused: playback.isPaused,
            speed: playback.speed,
            isLooping: playback.isLooping
        )
    }

    public mutating func reserve(_ count: Int) { playback.reserve(count) }
    public mutating func append(_ bytes: UnsafeRawBufferPointer) { playback.append(bytes) }
    public mutating func finish() { playback.finish() }

    /// Lets time pass.
    public mutating func tick(seconds: Double) {
        if playback.isOver, playback.isLooping, !playback.isPaused, playback.recording.count > 0 { jump(to: 0) }
        play(playback.advance(seconds: seconds, limit: Self.burst))
    }

    public mutating func perform(_ action: PlaybackAction) {
        switch action {
        case .pauseOrPlay:
            // At the end there is nothing left to play but all of it.
            if playback.isOver, !playback.isPaused { jump(to: 0) } else { playback.isPaused.toggle() }
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

    /// Jumps to the end of what has been read.
    public mutating func jumpToEnd() { jump(to: playback.recording.count) }

    private mutating func jump(to target: Int) {
        if target < playback.index {
            let from = snapshots.last { $0.index <= target }
            played = from?.state ?? RunState()
            playback.jump(to: from?.index ?? 0)
        }
        let start = playback.index
        playback.jump(to: target)
        play(start..<playback.index)
    }

    private mutating func play(_ range: Range<Int>) {
        for index in range {
            if let event = playback.recording.event(at: index) { played.take(event) }
            keepSnapshot(after: index + 1)
        }
    }

    private mutating func keepSnapshot(after index: Int) {
        guard index >= (snapshots.last?.index ?? 0) + spacing else { return }
        snapshots.append((index, played))
        if snapshots.count > Self.snapshotLimit { thinSnapshots() }
    }

    private var spacing: Int { max(Self.snapshotSpacing, playback.recording.count / Self.snapshotLimit) }

    private mutating func thinSnapshots() {
        snapshots = snapshots.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
}
