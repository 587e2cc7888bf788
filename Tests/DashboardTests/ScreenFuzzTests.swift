import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

/// Whatever comes, in whatever order, at whatever size: a picture, at once, and with nothing in it that a terminal obeys.
@Suite struct ScreenFuzzTests {
    @Test func `events and keys of any kind`() async {
        await #expect(processExitsWith: .success) {
            FuzzWatch.run(Fuzz.tries(250, long: 20_000)) { ScreenFuzzTests.drawEvents(&$0) }
        }
    }

    private static func drawEvents(_ generator: inout SplitMix64) {
        var extremes = Extremes(generator: generator)
        let glyphs = extremes.pick(GlyphSet.allCases)
        var dashboard =
            extremes.below(2) > 0
            ? Workspace.run(glyphs, leaving: extremes.pick([.unaffected, .stops, .stopsOrDetaches]))
            : .recording((0..<extremes.below(20)).map { _ in extremes.event() }, glyphs)
        var time = 0.0
        for _ in 0..<extremes.below(40) {
            _ = dashboard.update(.arrived(Arrival(recorded: [extremes.event()])))
            for _ in 0..<extremes.below(3) { answer(dashboard.update(.key(extremes.key())), on: &dashboard) }
            time += extremes.maybe { $0.number().magnitude } ?? 0
            _ = dashboard.update(.tick(time))
        }
        _ = dashboard.update(.output((0..<extremes.below(9)).map { _ in extremes.text() }))
        if extremes.below(3) == 0 {
            _ = dashboard.update(.arrived(Arrival(status: extremes.pick([.ended, .broken(extremes.text())]))))
        }
        for _ in 0..<2 {
            let (columns, rows) = (extremes.pick([extremes.below(301), extremes.below(30)]), extremes.below(101))
            checkSafe(dashboard.render(columns: columns, rows: rows), columns, rows, glyphs)
        }
    }

    /// Half of what is asked is confirmed.
    private static func answer(_ effects: [Workspace.Effect], on dashboard: inout Workspace) {
        for case .send(let command, _) in effects where command.id.isMultiple(of: 2) {
            _ = dashboard.update(.event(.applied(Applied(command, step: 1))))
        }
    }

    private static let lines: [[UInt8]] = {
        var samples = [
            SampleRun(steps: 30, spike: 20, nonFinite: 25, furtherNames: ["gpu"], looksCloser: true, countsTokens: true)
                .events,
            RewindTests.rewind(from: 30, to: 20, until: 24),
        ].map { events in
            var encoder = LineEncoder()
            for event in events { encoder.append(event) }
            return encoder.bytes
        }
        samples.append(
            Array(
                """
                {"event":"run","protocol":1,"name":"x","steps":20,"settings":[{"name":"max_norm","value":1,"minimum":0}],"abilities":["set","pause"]}
                {"event":"step","step":1,"time":0,"loss":5e-324,"grad_norm":1e-320,"layers":{"a":1,"a.b.c":NaN},"dead_units":0.5,"dead_layers":{"a":NaN}}
                {"event":"step","step":2,"time":2e-9,"loss":-9223372036854775808,"samples_per_second":1e300,"temperature":1e308}
                {"event":"snapshot","step":2,"oldest":0}
                {"event":"checkpoint","step":2,"path":"runs/a/step-00000002.safetensors","problem":"no room"}
                {"event":"step","step":9007199254740992,"time":1e9,"loss":Infinity,"epoch":3,"batch":4,"lr":0.1}
                {"event":"applied","id":3,"step":3,"request":{"rewind":1},"from":2,"by":"agent"}
                {"event":"end","outcome":"failed","step":3,"reason":"loss is NaN"}

                """.utf8
            )
        )
        return samples
    }()

    private static let mutation = Mutation(words: [
        "\"step\":", "\"event\":\"run\"", "\"layers\":{", "\"time\":", "\"alarms\":[", "\"extra\":1,",
        "{\"event\":\"step\",\"step\":",
    ])

    /// Bytes as they come from a file or a pipe → lines → events → state and player → pictures.
    @Test func `mutated recordings`() async {
        await #expect(processExitsWith: .success) {
            FuzzWatch.run(Fuzz.tries(200, long: 20_000)) { ScreenFuzzTests.drawBroken(&$0) }
        }
    }

    private static func drawBroken(_ generator: inout SplitMix64) {
        var extremes = Extremes(generator: generator)
        let bytes = mutation(extremes.pick(lines), using: &extremes.generator)
        let glyphs = extremes.pick(GlyphSet.allCases)
        var dashboard = Workspace.run(glyphs)
        var player = Player(Playback(speed: extremes.pick([0.25, 1, .infinity])))
        var reader = LineReader()
        var playback = EventReader()
        var state = dashboard
        func check(_ line: UnsafeRawBufferPointer, _: Int) {
            if case .event(let event) = LineDecoder.decode(line) { _ = state.update(.event(event)) }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + extremes.below(2 * bytes.count))
            rest = rest.dropFirst(piece.count)
            piece.withUnsafeBytes { reader.feed($0, check) }
            var events = EventList()
            piece.withUnsafeBytes { playback.feed($0, to: &events) }
            var arrival = Arrival(status: .open)
            (arrival.events, arrival.skipped) = (events, playback.report)
            player.append(arrival)
            player.tick(seconds: extremes.number().magnitude)
        }
        reader.finish(check)
        player.finish()
        dashboard = state
        for _ in 0..<3 {
            player.perform(
                extremes.pick([
                    .step(-1), .step(1), .seek(0.05), .seek(-0.05), .goTo(step: extremes.count()),
                    .next(.timelineEntry),
                    .previous(.evaluation),
                    .faster, .slower, .pauseOrPlay, .toggleLoop,
                ])
            )
            player.tick(seconds: 0.5)
        }
        let (columns, rows) = (extremes.below(160), extremes.below(50))
        checkSafe(dashboard.render(columns: columns, rows: rows), columns, rows, glyphs)
        let played = Workspace(RunSession(player), glyphs: glyphs)
        checkSafe(played.render(columns: 122, rows: 34), 122, 34, glyphs)
    }

    private static func checkSafe(_ grid: CellGrid, _ columns: Int, _ rows: Int, _ glyphs: GlyphSet) {
        let isSafe =
            grid.cells.count == columns * rows
            && grid.cells.allSatisfy {
                glyphs == .ascii ? (0x20...0x7E).contains($0.glyph.value) : oneColumn($0.glyph) == $0.glyph
            }
        guard isSafe else {
            fatalError("\(columns)×\(rows): what was drawn is no picture of that size, or a terminal obeys it")
        }
    }
}
