import Telemetry
import Testing

@testable import Dashboard

/// What a pipe has brought is kept up to a limit: of the events beyond it only the state they led to.
@Suite struct PlayerMemoryTests {
    private static let memory = 2 << 20

    private func bytes(_ steps: ClosedRange<Int>) -> [UInt8] {
        var encoder = LineEncoder()
        for step in steps {
            encoder.append(.step(StepRecord(step: step, time: Double(step) / 1000, loss: step == 777 ? 9 : 1)))
        }
        return encoder.bytes
    }

    private func feed(_ player: inout Player, _ steps: ClosedRange<Int>, playing: Bool) {
        for start in stride(from: steps.lowerBound, through: steps.upperBound, by: 1000) {
            player.append(bytes(start...min(start + 999, steps.upperBound)))
            if playing { player.tick(seconds: 1, limit: .max) }
            #expect(player.playback.recording.size < Self.memory + (1 << 20))
        }
    }

    @Test func `a long stream keeps its end and its whole curve`() {
        var player = Player(Playback(speed: .infinity), memory: Self.memory)
        feed(&player, 1...60_000, playing: true)
        player.finish()
        player.tick(seconds: 1, limit: .max)
        #expect(player.state.stepCount == 60_000 && player.state.loss.whole.count == 60_000)
        #expect(player.state.loss.whole.high == 9)
        let first = player.state.replayStart
        #expect(first != nil && player.playback.recording.first > 0)
        // Whoever goes back comes as far as events are kept, to the state as it was then.
        player.perform(.goTo(step: 5), limit: .max)
        #expect(player.state.latest?.step == first)
        player.perform(.step(-1), limit: .max)
        #expect(player.state.latest?.step == first.map { $0 - 1 } && player.state.loss.whole.high == 9)
        player.perform(.goTo(step: 59_000), limit: .max)
        #expect(player.state.stepCount == 59_000 && player.state.latest?.step == 59_000)
        player.perform(.seek(-2), limit: .max)
        #expect(player.playback.index == player.playback.recording.first)
        player.perform(.next(.timelineEntry), limit: .max)
        #expect(player.playback.isOver && player.state.stepCount == 60_000)
        player.perform(.pauseOrPlay)
        player.perform(.pauseOrPlay)
        #expect(player.playback.index == player.playback.recording.first)
    }

    @Test func `a paused playback is moved on and misses nothing`() {
        var player = Player(Playback(speed: .infinity), memory: Self.memory)
        feed(&player, 1...100, playing: true)
        player.perform(.pauseOrPlay)
        feed(&player, 101...60_000, playing: true)
        let state = player.state
        #expect(state.replayStart == state.latest.map { $0.step + 1 } && state.stepCount == state.latest?.step)
        player.perform(.goTo(step: 60_000), limit: .max)
        #expect(player.state.stepCount == 60_000 && player.state.loss.whole.count == 60_000)
    }

    @Test func `a file is kept whole`() {
        var player = Player(Playback(speed: .infinity))
        player.append(bytes(1...60_000), isWhole: true)
        player.perform(.goTo(step: 5), limit: .max)
        #expect(player.state.latest?.step == 5 && player.state.replayStart == nil)
    }
}
