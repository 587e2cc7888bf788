import Testing

@testable import Dashboard

@Suite struct SpikeTests {
    private func series(_ count: Int, _ values: [Int: Double]) -> Series {
        var series = Series()
        for step in 1...count { series.append(values[step] ?? 1 + 0.3 * Double(step % 5), at: step) }
        return series
    }

    @Test func `spikes and only spikes are found`() {
        let spikes = Spikes(of: series(500, [100: 9, 200: 2.5, 350: 50, 351: 80, 352: 20]))
        #expect(spikes.positions == [100..<101, 351..<352])
    }

    @Test func `a value that is not finite is one`() {
        #expect(Spikes(of: series(300, [40: .nan, 41: .infinity, 250: -.infinity])).positions == [40..<41, 250..<251])
    }

    @Test func `a level that rises for good is none`() {
        var series = Series()
        for step in 1...200 { series.append(step < 100 ? 1 : 20, at: step) }
        // The first steps after the jump stand out until as many are high as low.
        #expect(Spikes(of: series).positions.count <= 1)
        #expect(Spikes(of: Series()).positions.isEmpty)
    }

    @Test func `a spike of the far past is in its bucket`() throws {
        let found = try #require(Spikes(of: series(60_000, [1234: 500])).positions.first)
        #expect(found.contains(1234))
        #expect(found.count <= 64)
    }

    @Test func `keys go from spike to spike`() {
        var dashboard = SampleRun(steps: 800, nonFinite: 700, ends: false).dashboard()
        func press(_ key: Key) { _ = dashboard.update(.key(key)) }
        press(.character("("))
        #expect(dashboard.view.cursor == 700)
        press(.character("("))
        #expect(dashboard.view.cursor == 600)
        press(.character(")"))
        #expect(dashboard.view.cursor == 700)
        for _ in 0..<5 { press(.character("z")) }
        press(.end)
        press(.character("("))
        press(.character("("))
        #expect(dashboard.view.cursor == 600)
        #expect(dashboard.scene().axis.steps.contains(600))
    }
}
