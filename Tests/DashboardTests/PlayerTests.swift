import Telemetry
import Testing

@testable import Dashboard

@Suite struct PlayerTests {
    private func player(_ sample: SampleRun, speed: Double = 1) -> Player {
        var encoder = LineEncoder()
        for event in sample.events { encoder.append(event) }
        var player = Player(Playback(speed: speed))
        player.append(encoder.bytes, isWhole: true)
        return player
    }

    /// The state before the step after this one, made without a player.
    private func state(_ sample: SampleRun, upTo step: Int) -> RunState {
        var state = RunState()
        for event in sample.events {
            if case .step(let record) = event, record.step > step { break }
            state.receive(event)
        }
        return state
    }

    @Test func `wherever a jump leads the state is the same`() {
        let sample = SampleRun(steps: 12_000, total: 12_000, ends: false)
        var player = player(sample)
        for step in [11_000, 10, 9_000, 5_000, 4_999, 5_001, 12_000, 1] {
            player.perform(.goTo(step: step), limit: .max)
            #expect(player.state.latest?.step == step)
            if step < 12_000 { #expect(player.state == state(sample, upTo: step)) }
        }
    }

    @Test func `a jump over many events is done in slices`() {
        let sample = SampleRun(steps: 12_000, total: 12_000, ends: false)
        var player = player(sample)
        for target in [11_000, 200, 9_000] {
            player.perform(.goTo(step: target), limit: 100)
            #expect(player.isCatchingUp && player.status.isPaused)
            let position = player.status.position
            while player.isCatchingUp {
                player.tick(seconds: 1, limit: 1000)
                // Where it is going is known at once, and no time passes on the way.
                #expect(player.status.position == position)
            }
            #expect(player.state == state(sample, upTo: target))
        }
        // A jump on the way to another one starts from where that one leads.
        player.perform(.goTo(step: 100), limit: 10)
        player.perform(.step(1), limit: 10)
        player.tick(seconds: 0)
        #expect(player.state == state(sample, upTo: 101))
    }

    @Test func `playing continues where a slice ended`() {
        let sample = SampleRun(steps: 3_000, total: 3_000)
        var player = player(sample, speed: .infinity)
        var slices = 0
        repeat {
            player.tick(seconds: 0.01, limit: 70)
            slices += 1
            #expect(player.state.stepCount <= 70 * slices)
        } while player.isCatchingUp
        #expect(slices > 40 && player.state == state(sample, upTo: 3_000))
    }

    @Test func `stepping back and forth comes back`() {
        let sample = SampleRun(steps: 500)
        var player = player(sample)
        player.perform(.goTo(step: 200))
        let before = player.state
        player.perform(.step(-1))
        #expect(player.state.latest?.step == 199)
        player.perform(.step(1))
        #expect(player.state == before)
    }

    @Test func `at the end playing starts again`() {
        var player = player(SampleRun(steps: 50), speed: .infinity)
        player.tick(seconds: 0)
        #expect(player.playback.isOver)
        player.perform(.pauseOrPlay)
        #expect(player.playback.index == 0)
    }

    @Test func `looping starts again by itself`() {
        var player = player(SampleRun(steps: 50), speed: .infinity)
        player.perform(.toggleLoop)
        player.tick(seconds: 0)
        #expect(player.playback.isOver)
        player.tick(seconds: 0)
        #expect(player.state.latest?.step == 50)
        #expect(player.state.stepCount == 50)
    }

    @Test func `a recording that breaks off says so`() {
        var player = player(SampleRun(steps: 50, ends: false), speed: .infinity)
        player.tick(seconds: 0)
        #expect(player.state.phase == .disconnected)
        player.perform(.step(-1))
        #expect(player.state.phase == .running)
    }
}
