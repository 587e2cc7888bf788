import Testing

@testable import Telemetry

@Suite struct PlaybackTests {
    /// Ten steps a second apart, a command before step 4, an evaluation after step 6, and a pause of an hour before 9.
    private static var text: String {
        var encoder = LineEncoder()
        encoder.append(.run(Run(name: "ten")))
        for step in 1...10 {
            if step == 4 {
                encoder.append(.applied(Applied(id: 1, step: 4, request: .set(name: "lr", value: .number(1)), by: "")))
            }
            encoder.append(.step(StepRecord(step: step, time: Double(step) + (step >= 9 ? 3600 : 0), loss: 1)))
            if step == 6 { encoder.append(.evaluation(Evaluation(step: 6, split: "test", loss: 1))) }
        }
        encoder.append(.end(End(outcome: .finished, step: 10)))
        return String(decoding: encoder.bytes, as: UTF8.self)
    }

    private func playback(_ text: String = text) -> Playback {
        var playback = Playback()
        playback.append(events(Array(text.utf8)))
        playback.finish()
        return playback
    }

    private func events(_ lines: [UInt8]) -> EventList {
        var (reader, events) = (EventReader(), EventList())
        lines.withUnsafeBytes { reader.feed($0, to: &events) }
        reader.finish(to: &events)
        return events
    }

    private func steps(_ playback: Playback, _ range: Range<Int>) -> [Int] {
        range.compactMap { if case .step(let record)? = event(playback, $0) { record.step } else { nil } }
    }

    private func event(_ playback: Playback, _ index: Int) -> Event? {
        var found = Found()
        playback.recording.deliver(index..<index + 1, to: &found)
        return found.events.first
    }

    private func lastStep(before index: Int, of playback: Playback) -> Int? {
        steps(playback, 0..<index).last
    }

    @Test func `events come when they are due`() {
        var playback = playback()
        #expect(steps(playback, playback.advance(seconds: 0.5, limit: 100)) == [1])
        #expect(steps(playback, playback.advance(seconds: 1, limit: 100)) == [2])
        #expect(steps(playback, playback.advance(seconds: 3, limit: 100)) == [3, 4, 5])
    }

    @Test func `long gaps are shortened`() {
        #expect(playback().recording.length == 10)
    }

    @Test func `speed multiplies time and max knows none`() {
        var playback = playback()
        playback.changeSpeed(faster: true)
        #expect(playback.speed == 2)
        #expect(steps(playback, playback.advance(seconds: 1.2, limit: 100)) == [1, 2, 3])
        for _ in 0..<20 { playback.changeSpeed(faster: true) }
        #expect(playback.speed == .infinity)
        #expect(steps(playback, playback.advance(seconds: 0, limit: 100)) == [4, 5, 6, 7, 8, 9, 10])
        #expect(playback.isOver)
        for _ in 0..<20 { playback.changeSpeed(faster: false) }
        #expect(playback.speed == 0.25)
    }

    @Test func `a paused playback stalls`() {
        var playback = playback()
        playback.isPaused = true
        #expect(playback.advance(seconds: 100, limit: 100).isEmpty)
    }

    @Test func `steps go forward and back`() {
        var playback = playback()
        playback.jump(to: playback.index(steps: 3))
        #expect(lastStep(before: playback.index, of: playback) == 3)
        playback.jump(to: playback.index(steps: 1))
        #expect(lastStep(before: playback.index, of: playback) == 4)
        playback.jump(to: playback.index(steps: -1))
        #expect(lastStep(before: playback.index, of: playback) == 3)
        playback.jump(to: playback.index(steps: -10))
        #expect(playback.index == 0)
        playback.jump(to: playback.index(steps: 100))
        #expect(playback.isOver)
    }

    @Test func `go to ends just after the step`() {
        let playback = playback()
        #expect(lastStep(before: playback.index(after: 7), of: playback) == 7)
        #expect(playback.index(after: 99) == playback.recording.count)
        #expect(lastStep(before: playback.index(after: 0), of: playback) == 1)
    }

    @Test func `seeking always moves`() {
        var playback = playback()
        playback.jump(to: playback.index(seekingBy: 0.5))
        #expect(lastStep(before: playback.index, of: playback) == 6)
        let middle = playback.index
        playback.jump(to: playback.index(seekingBy: 0.0001))
        #expect(playback.index > middle)
        playback.jump(to: playback.index(seekingBy: -2))
        #expect(playback.index == 0)
    }

    @Test func `a step with an alarm is an incident`() {
        var encoder = LineEncoder()
        for step in 1...5 {
            let alarms = step == 2 ? [Alarm(.normZero)] : []
            let loss = step == 4 ? Double.nan : 1
            encoder.append(.step(StepRecord(step: step, time: Double(step), loss: loss, alarms: alarms)))
        }
        var playback = playback(String(decoding: encoder.bytes, as: UTF8.self))
        for step in [2, 4] {
            playback.jump(to: playback.index(afterNext: .timelineEntry, from: playback.index))
            #expect(lastStep(before: playback.index, of: playback) == step)
        }
    }

    @Test func `incidents are found in order`() {
        var playback = playback()
        var kinds: [String] = []
        while playback.index < playback.recording.count {
            playback.jump(to: playback.index(afterNext: .timelineEntry, from: playback.index))
            switch event(playback, playback.index - 1) {
            case .applied?: kinds.append("applied")
            case .evaluation?: kinds.append("evaluation")
            case .end?: kinds.append("end")
            default: kinds.append("other")
            }
        }
        #expect(kinds == ["applied", "end"])
        // And back again, to just behind each but the one reached.
        playback.jump(to: playback.index(afterPrevious: .timelineEntry, from: playback.index))
        #expect(event(playback, playback.index - 1).map { if case .applied = $0 { true } else { false } } == true)
        playback.jump(to: playback.index(afterPrevious: .timelineEntry, from: playback.index))
        #expect(playback.index == 0)
    }

    @Test func `evaluations are found both ways`() {
        var playback = playback()
        playback.jump(to: playback.index(afterNext: .evaluation, from: 0))
        #expect(lastStep(before: playback.index, of: playback) == 6)
        let there = playback.index
        #expect(playback.index(afterNext: .evaluation, from: there) == playback.recording.count)
        #expect(playback.index(afterPrevious: .evaluation, from: there) == 0)
        #expect(playback.index(afterPrevious: .evaluation, from: playback.recording.count) == there)
    }

    @Test func `what is not an event is counted and passed over`() {
        let text = "garbage\n" + Self.text + "{\"event\":\"step\",\"step\":11,\"ti"
        let playback = playback(text)
        #expect(playback.recording.count == self.playback().recording.count)
    }

    @Test func `a whole last line without newline counts`() {
        #expect(playback(String(Self.text.dropLast())).recording.count == playback().recording.count)
    }

    @Test func `waiting for a stream counts as the gap before what comes`() {
        func line(_ step: Int, at time: Double) -> [UInt8] {
            var encoder = LineEncoder()
            encoder.append(.step(StepRecord(step: step, time: time)))
            return encoder.bytes
        }
        var playback = Playback()
        playback.append(events(line(1, at: 0)))
        #expect(playback.advance(seconds: 0.1, limit: 10) == 0..<1)
        #expect(playback.advance(seconds: 60, limit: 10).isEmpty)
        playback.append(events(line(2, at: 60)))
        #expect(playback.advance(seconds: 0.1, limit: 10) == 1..<2)
    }

    @Test func `bytes may come in pieces`() {
        var playback = Playback()
        var (reader, events) = (EventReader(), EventList())
        for byte in Self.text.utf8 {
            withUnsafeBytes(of: byte) { reader.feed($0, to: &events) }
            playback.append(events)
            events.removeAll()
        }
        playback.finish()
        let whole = self.playback()
        #expect(playback.recording.count == whole.recording.count)
        for index in 0..<whole.recording.count { #expect(event(playback, index) == event(whole, index)) }
    }
}
