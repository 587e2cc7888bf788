import Dashboard
import Foundation
import Synchronization
import Telemetry

/// A recording on the screen: from a file, or from standard input as it comes.
final class PlaybackFeed: Feed {
    private var player: Player
    private let input: RecordingStream
    private var lastTime: Double?
    private var lastStatus: PlaybackStatus?
    private var lastIndex = -1
    private var lastCount = -1
    private var lastReport = ReadingReport()
    /// What the next picture is to say.
    private var note: String?
    /// Where to begin, until it has been read.
    private var start: Moment?

    init(_ input: RecordingStream, speed: Double, isLooping: Bool, start: Moment?) {
        self.input = input
        self.start = start
        let memory = input.isArriving ? RecordingStream.memory : nil
        player = Player(Playback(speed: speed, isLooping: isLooping), memory: memory)
    }

    private(set) var isBusy = false
    var mayLeave: Bool { true }
    func shutDown(by signal: String) {}

    func refresh(_ dashboard: inout Dashboard, now: Double) -> (effects: [Dashboard.Effect], isNew: Bool) {
        let reading = Slice()
        let hasMore = input.read(into: &player) { reading.isGoing }
        begin()
        let playing = Slice()
        if start == nil { player.tick(seconds: now - (lastTime ?? now)) { playing.isGoing } }
        isBusy = hasMore || player.isCatchingUp
        lastTime = now
        if let note { dashboard.say(note) }
        note = nil
        let (index, count) = (player.playedCount, player.playback.recording.count)
        let (report, status) = (player.playback.recording.report, player.status)
        let isNew = index != lastIndex || status != lastStatus || count != lastCount || report != lastReport
        guard isNew else { return ([], false) }
        if let news = report.sentences(since: lastReport).last { dashboard.say(news) }
        (lastIndex, lastStatus, lastCount, lastReport) = (index, status, count, report)
        dashboard.state = player.state
        dashboard.playback = status
        return ([], true)
    }

    func perform(_ effect: Dashboard.Effect) {
        guard case .play(let action) = effect else { return }
        let slice = Slice()
        player.perform(action) { slice.isGoing }
        guard case .goTo(let step) = action else { return }
        let (last, isWhole) = (player.playback.recording.lastStep, player.playback.recording.isWhole)
        if isWhole, step > last { note = "the recording ends at step \(last)" }
        if let first = player.state.replayStart, step < first {
            note = "only steps from \(first) on are kept of a pipe"
        }
    }

    /// Jumps to where the operator wanted to begin, as soon as that has been read.
    private func begin() {
        guard let start else { return }
        let isWhole = player.playback.recording.isWhole
        switch start {
        case .end:
            // The end of what arrives is where it stands now.
            guard isWhole || input.isArriving && player.playback.recording.count > 0 else { return }
            let slice = Slice()
            player.jumpToEnd { slice.isGoing }
        case .step(let step):
            guard isWhole || player.playback.recording.lastStep >= step else { return }
            let slice = Slice()
            player.perform(.goTo(step: step)) { slice.isGoing }
        }
        self.start = nil
    }
}
