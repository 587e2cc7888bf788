import Telemetry
import Testing

@testable import Dashboard

/// A long recording: the far past is kept coarse, and a window on it is taken from the recording once more.
@Suite struct DetailTests {
    private static let count = 60_000
    private static let spike = 12_345

    private static func events(_ count: Int = count) -> [Event] {
        [.run(Run(name: "long"))]
            + (1...count).map { step in
                .step(StepRecord(step: step, time: Double(step) / 100, loss: step == spike ? 1e6 : 1, gradNorm: 2))
            } + [.end(End(outcome: .finished, step: count))]
    }

    /// A player of a file: the events of a piece are read again from its bytes.
    private static func player(_ events: [Event], speed: Double = 1, memory: Int? = nil, isFile: Bool = true) -> Player
    {
        let pieces = stride(from: 0, to: events.count, by: 1000).map { first -> EventList in
            var list = EventList()
            for event in events[first..<min(first + 1000, events.count)] { list.receive(event) }
            return list
        }
        let reload: Recording.Reload = { pieces[$0.lowerBound] }
        let playback = Playback(speed: speed, reload: isFile ? reload : nil)
        var player = Player(playback, memory: memory)
        for (place, piece) in pieces.enumerated() {
            var arrival = Arrival(status: .open)
            arrival.events = piece
            if isFile { arrival.events.filePlace = FilePlace(bytes: place..<place + 1, clock: RunClock()) }
            if place == pieces.count - 1 { arrival.status = .ended }
            player.append(arrival)
        }
        return player
    }

    private func state(_ events: [Event], upTo step: Int) -> RunState {
        var state = RunState()
        for event in events {
            if case .step(let record) = event, record.step > step { break }
            state.receive(event)
        }
        return state
    }

    @Test func `a file that is read again plays as one that is kept`() {
        let events = SampleRun(steps: 9_000, total: 9_000).events
        var (file, kept) = (Self.player(events), Self.player(events, isFile: false))
        #expect(file.playback.recording.size == 0 && kept.playback.recording.size > 1 << 20)
        for action: PlaybackAction in [
            .goTo(step: 8_000), .step(-3), .next(.timelineEntry), .seek(-0.3), .step(1), .goTo(step: 2),
            .next(.timelineEntry),
            .seek(0.9),
            .next(.timelineEntry), .goTo(step: 5_000),
        ] {
            file.perform(action, limit: .max)
            kept.perform(action, limit: .max)
            #expect(file.state == kept.state && file.status == kept.status)
        }
        #expect(file.state == state(events, upTo: 5_000))
    }

    /// What a jump leads to is the state that playing leads to, but for how coarse the past is.
    @Test func `a jump in a long recording loses nothing`() {
        let events = Self.events()
        var player = Self.player(events)
        for step in [50_000, 20_000, 12_344, 12_345, 59_999] {
            player.perform(.goTo(step: step), limit: .max)
            let (state, expected) = (player.state, state(events, upTo: step))
            #expect(
                state.latest == expected.latest && state.stepCount == step
                    && state.timelineEntries == expected.timelineEntries
            )
            #expect(state.loss.whole == expected.loss.whole && state.loss.steps == expected.loss.steps)
            let latest = step - Series.exact + 1..<step + 1
            #expect(
                state.loss.width(over: latest) == 1
                    && state.loss.bucket(over: latest) == expected.loss.bucket(over: latest)
            )
            #expect(state.loss.bucket(over: Self.spike - 9..<Self.spike + 9).high == (step < Self.spike ? 1 : 1e6))
        }
        player.perform(.seek(1), limit: .max)
        #expect(player.state == state(events, upTo: .max))
    }

    @Test func `a window on the far past has its steps one by one`() {
        var player = Self.player(Self.events())
        player.perform(.goTo(step: 59_000), limit: .max)
        // At every zoom on the spike it is seen, and at the last one its step is.
        var width = 60_000
        while width > 8 {
            let first = max(1, Self.spike - width / 3)
            let window = first...min(59_000, first + width)
            player.setChartWindow(window)
            for _ in 0..<60 where player.isBusy { player.tick(seconds: 0, limit: 1_000) }
            #expect(!player.isBusy)
            let series = player.state.loss
            #expect(series.bucket(over: window.lowerBound..<window.upperBound + 1).high == 1e6)
            #expect(series.width(over: window.lowerBound..<window.upperBound + 1) <= max(1, width / 1024))
            width /= 2
        }
        let series = player.state.loss
        #expect(series.bucket(over: Self.spike..<Self.spike + 1).high == 1e6)
        #expect(series.bucket(over: Self.spike - 1..<Self.spike).high == 1)
        #expect(series.bucket(over: Self.spike + 1..<Self.spike + 2).high == 1)
        // The recent past, the whole run, and what has not been played yet need none.
        for window in [58_000...58_900, nil] {
            player.setChartWindow(window)
            #expect(player.state.loss.detail == nil && !player.isBusy)
        }
    }

    /// As an operator does it: to the spike, and nearer until it is alone.
    @Test func `zooming in around a spike reaches its step and value`() {
        let count = 20_000
        var player = Self.player(Self.events(count))
        player.perform(.seek(1), limit: .max)
        var workspace = Workspace(RunSession(player), glyphs: .braille)
        _ = workspace.update(.resized(columns: 100, rows: 40))
        _ = workspace.update(.key(.character(")")))
        #expect(workspace.view.cursor.map { abs($0 - Self.spike) < 100 } ?? false)
        for _ in 0..<12 {
            _ = workspace.update(.key(.character("z")))
            Self.settle(&workspace)
            let places = workspace.view.window.positions(first: 1, latest: count) ?? 1...count
            #expect(places.contains(Self.spike))
            #expect(workspace.state.loss.bucket(over: places.lowerBound..<places.upperBound + 1).high == 1e6)
        }
        #expect(workspace.view.cursor == Self.spike)
        let lines = workspace.render(columns: 100, rows: 40).lines
        #expect(lines.contains { $0.contains("step 12,345 ") && $0.contains(" 1.000e6") })
    }

    private static func settle(_ workspace: inout Workspace) {
        for time in 0..<200 where time == 0 || workspace.isBusy { _ = workspace.update(.tick(Double(time) / 1000)) }
    }

    @Test func `a window has nothing of what comes after the moment shown`() {
        var player = Self.player(Self.events())
        for step in [40_000, 12_500, 12_340] {
            player.perform(.goTo(step: step), limit: .max)
            player.setChartWindow(12_300...12_400)
            player.tick(seconds: 0, limit: .max)
            let loss = player.state.loss
            #expect(loss.bucket(over: 1..<20_000).high == (step >= Self.spike ? 1e6 : 1) && loss.lastStep <= step)
        }
    }

    @Test func `what a pipe has evicted is shown as it is kept`() {
        var player = Self.player(Self.events(), speed: .infinity, memory: 2 << 20, isFile: false)
        player.tick(seconds: 1, limit: .max)
        player.setChartWindow(12_300...12_400)
        player.tick(seconds: 0, limit: .max)
        #expect(player.state.loss.detail == nil && player.state.loss.bucket(over: 12_300..<12_401).high == 1e6)
    }

    /// A window on steps that were computed twice shows the second time.
    @Test func `a window shows what a rewind left`() {
        var events = Array(Self.events(30_000).dropLast())
        events.append(
            .applied(Applied(id: 1, step: 10_001, request: .rewind(to: 10_000), from: 30_000, by: "a"))
        )
        events += (10_001...50_000).map { .step(StepRecord(step: $0, time: Double($0), loss: 3)) }
        var player = Self.player(events)
        player.perform(.goTo(step: 50_000), limit: .max)
        player.setChartWindow(9_900...12_900)
        player.tick(seconds: 0, limit: .max)
        let loss = player.state.loss
        #expect(loss.bucket(over: 9_900..<10_001).high == 1 && loss.bucket(over: 10_001..<12_901).low == 3)
        #expect(loss.bucket(over: 10_001..<12_901).high == 3)
    }
}
