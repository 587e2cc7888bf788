import Dashboard
import Foundation
import Synchronization
import Telemetry

/// A recording on the screen: from a file, or from standard input as it comes.
final class PlaybackFeed: Feed {
    /// Bytes read between two pictures at the most, so that a long recording does not hold up the keys.
    private static let chunk = 4 << 20

    private var player: Player
    private let input: RecordingStream
    private var lastTime: Double?
    private var lastStatus: PlaybackStatus?
    private var lastIndex = -1
    private var lastCount = -1
    /// What the next picture is to say.
    private var note: String?
    /// Where to begin, until it has been read.
    private var start: Moment?

    init(_ input: RecordingStream, speed: Double, isLooping: Bool, start: Moment?) {
        self.input = input
        self.start = start
        player = Player(Playback(speed: speed, isLooping: isLooping))
    }

    private(set) var isBusy = false
    var mayLeave: Bool { true }
    func shutDown(by signal: String) {}

    func refresh(_ dashboard: inout Dashboard, now: Double) -> (effects: [Dashboard.Effect], isNew: Bool) {
        isBusy = input.read(atMost: Self.chunk, into: &player)
        begin()
        if start == nil { player.tick(seconds: now - (lastTime ?? now)) }
        lastTime = now
        if let note { dashboard.say(note) }
        note = nil
        let playback = player.playback
        let isNew =
            playback.index != lastIndex || player.status != lastStatus || playback.recording.count != lastCount
        guard isNew else { return ([], false) }
        (lastIndex, lastStatus, lastCount) = (playback.index, player.status, playback.recording.count)
        dashboard.state = player.state
        dashboard.playback = player.status
        return ([], true)
    }

    func perform(_ effect: Dashboard.Effect) {
        guard case .play(let action) = effect else { return }
        player.perform(action)
        let recording = player.playback.recording
        if case .goTo(let step) = action, recording.isWhole, step > recording.lastStep {
            note = "the recording ends at step \(recording.lastStep)"
        }
    }

    /// Jumps to where the operator wanted to begin, as soon as that has been read.
    private func begin() {
        guard let start else { return }
        let recording = player.playback.recording
        switch start {
        case .end:
            // The end of what arrives is where it stands now.
            guard recording.isWhole || input.isArriving && recording.count > 0 else { return }
            player.jumpToEnd()
        case .step(let step):
            guard recording.isWhole || recording.lastStep >= step else { return }
            player.perform(.goTo(step: step))
        }
        self.start = nil
    }
}
