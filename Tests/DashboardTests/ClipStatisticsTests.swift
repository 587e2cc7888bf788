import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

@Suite struct ClipStatisticsTests {
    private static func record(_ step: Int, _ norm: Double, _ maxNorm: Double? = 1, _ clip: String? = "norm")
        -> StepRecord
    {
        let isNorm = clip == "norm"
        return StepRecord(
            step: step,
            time: Double(step),
            loss: 1,
            gradNorm: norm,
            clippedNorm: isNorm ? maxNorm.map { min(norm, $0) } : clip == nil ? nil : norm,
            maxNorm: maxNorm,
            clip: clip
        )
    }

    /// A run of these steps.
    private static func state(_ records: [StepRecord]) -> RunState {
        var state = RunState()
        state.receive(.run(Run(name: "a")))
        for record in records { state.receive(step: record) }
        return state
    }

    @Test func `what is counted is what the last steps were`() {
        var generator = SplitMix64(seed: 4)
        let norms = (0..<6000).map { _ in Double.random(in: 0.1..<4, using: &generator) }
        let state = Self.state(norms.enumerated().map { Self.record($0 + 1, $1, $0 < 4000 ? 1 : 2) })
        for (window, length) in [(ClipWindow.last200, 200), (.last1000, 1000), (.sinceChange, 2000), (.wholeRun, 6000)]
        {
            let sample = state.clipSample(window)
            #expect(sample.count == length)
            let clipped = norms.indices.suffix(length).count { norms[$0] > ($0 < 4000 ? 1 : 2) }
            #expect(sample.rate == Double(clipped) / Double(length))
            let first = state.clipSample(window).first
            #expect(first == 6001 - length)
        }
        #expect(state.clipSample(.last1000).isExact && state.clipSample(.last1000).norms == norms.suffix(1000))
        // The far past is known within a bin.
        let whole = state.clipSample(.wholeRun)
        #expect(!whole.isExact && abs(whole.whatIf(1.7).share! - WhatIf(maxNorm: 1.7, norms: norms).share!) < 0.02)
    }

    @Test func `after a change only the steps since count`() {
        // 83.5 % was shown here, where 8 of 41 steps had been clipped since the change.
        let before = (1...200).map { Self.record($0, $0 % 5 == 0 ? 0.5 : 2, 1) }
        let after = (201...241).map { Self.record($0, $0 % 5 == 0 ? 6 : 2, 5) }
        var state = Self.state(before + after)
        #expect(state.clipWindow(.sinceChange) == .sinceChange)
        #expect(state.clipSample(.sinceChange).count == 41 && state.clipSample(.sinceChange).rate == 8.0 / 41)
        // A change that no step has been computed under yet.
        state.receive(.run(Run(name: "b", settings: [Setting(name: "max_norm", value: .number(1))])))
        for record in before { state.receive(step: record) }
        #expect(state.clipWindow(.sinceChange) == .last200)
        state.receive(.applied(Applied(id: 1, step: 201, request: .set(name: "max_norm", value: .number(5)), by: "a")))
        #expect(state.clipWindow(.sinceChange) == .sinceChange && state.clipSample(.sinceChange).count == 0)
        for record in after { state.receive(step: record) }
        #expect(state.clipSample(.sinceChange).rate == 8.0 / 41)
    }

    @Test func `a threshold that changes all the time is not a change`() {
        let state = Self.state((1...300).map { Self.record($0, 2, 1 + Double($0) / 1000) })
        #expect(state.clipWindow(.sinceChange) == .last200)
        // Of many stretches the oldest become one.
        let long = Self.state((1...9000).map { Self.record($0, 2, 1 + Double($0) / 10_000) })
        #expect(long.clipping.past.count <= 64 && long.clipSample(.wholeRun).count == 9000)
        #expect(long.clipSample(.wholeRun).rate == 1)
    }

    @Test func `steps that are not finite are counted separately`() {
        let state = Self.state((1...500).map { Self.record($0, $0 > 300 ? .nan : 2) })
        let sample = state.clipSample(.last200)
        #expect(sample.count == 200 && sample.nonFinite == 200 && sample.finite == 0)
        #expect(sample.rate == nil && sample.removed == nil && sample.whatIf(1).share == nil)
        #expect(sample.quantiles([0.5]) == nil && sample.trend(under: 1) == nil && sample.drift == nil)
        let whole = state.clipSample(.wholeRun)
        #expect(whole.nonFinite == 200 && whole.rate == 1 && whole.finite == 300)
    }

    @Test func `a source that reports a norm is enough`() {
        let plain = Self.state((1...50).map { Self.record($0, Double($0), nil, nil) })
        #expect(plain.clipSample(.last200).rate == nil && plain.clipSample(.last200).whatIf(25).share == 0.5)
        let off = Self.state((1...50).map { Self.record($0, Double($0), 1, "none") })
        #expect(off.clipSample(.last200).rate == 0 && off.clipSample(.last200).removed == 0)
        // A source that reports the threshold and no norm after clipping.
        let norm = Self.state(
            (1...50).map { StepRecord(step: $0, time: 0, gradNorm: Double($0), maxNorm: 25, clip: "norm") }
        )
        #expect(norm.clipSample(.last200).rate == 0.5)
        let mean = norm.clipSample(.last200).whatIf(25).removed!
        #expect(abs(norm.clipSample(.last200).removed! - mean) < 1e-12)
        let value = Self.state(
            (1...50).map {
                StepRecord(step: $0, time: 0, gradNorm: 2, clippedNorm: $0 > 40 ? 1 : 2, maxNorm: 5, clip: "value")
            }
        )
        #expect(value.clipSample(.last200).rate == 0.2 && abs(value.clipSample(.last200).removed! - 0.1) < 1e-12)
        #expect(value.maxNorm.isEmpty && value.normThreshold == nil)
    }

    @Test func `numbers that complete a step are counted once`() {
        var state = Self.state((1...10).map { Self.record($0, 2) })
        state.receive(step: StepRecord(step: 11, time: 11, loss: 1))
        state.receive(step: StepRecord(step: 11, time: 11, gradNorm: 4, maxNorm: 1))
        state.receive(step: Self.record(12, 2))
        #expect(state.clipSample(.wholeRun).norms == Array(repeating: 2, count: 10) + [4, 2])
    }

    @Test(arguments: [5000, 5999, 3000, 1]) func `a rewind forgets what came after`(to step: Int) {
        let old = (1...6000).map { Self.record($0, $0 > step ? 1000 : 2, $0 > 5500 ? 3 : 1) }
        var state = Self.state(old)
        state.receive(.applied(Applied(id: 1, step: step + 1, request: .rewind(to: step), from: 6000, by: "a")))
        let whole = state.clipSample(.wholeRun)
        #expect(whole.whatIf(500).clipped == 0 && whole.count <= step && whole.count >= min(step, step - 2047))
        for next in step + 1...step + 300 { state.receive(step: Self.record(next, 0.5, 3)) }
        let since = state.clipSample(.sinceChange)
        #expect(state.clipWindow(.sinceChange) == .sinceChange || whole.count == 0)
        #expect(since.count == 300 || step == 5999)
        #expect(state.clipSample(.last200).norms == Array(repeating: 0.5, count: 200))
    }

    @Test func `the trend needs more than chance`() {
        let rising = Self.state((1...200).map { Self.record($0, $0 > 100 && $0 % 2 == 0 ? 3 : 0.5) })
        #expect(rising.clipSample(.last200).trend(under: 1) == .init(before: 0, after: 0.5, direction: 1))
        let level = Self.state((1...200).map { Self.record($0, $0 % 2 == 0 ? 3 : 0.5) })
        #expect(level.clipSample(.last200).trend(under: 1)?.direction == 0 && level.clipSample(.last200).drift == nil)
        let drifting = Self.state((1...200).map { Self.record($0, $0 > 100 ? 8 : 2) })
        #expect(drifting.clipSample(.last200).drift?.before == 2 && drifting.clipSample(.last200).drift?.after == 8)
    }

    // MARK: Predicted and actual

    private static func changed(_ actualEvery: Int, steps: Int) -> RunState {
        var state = RunState()
        let settings = [
            Setting(name: "max_norm", value: .number(1)), Setting(name: "clip", value: .word("norm")),
        ]
        state.receive(.run(Run(name: "a", settings: settings)))
        for step in 1...400 { state.receive(step: record(step, step % 4 == 0 ? 5 : 2)) }
        state.receive(.applied(Applied(id: 1, step: 401, request: .set(name: "max_norm", value: .number(3)), by: "a")))
        for step in 401..<401 + steps { state.receive(step: record(step, step % actualEvery == 0 ? 5 : 2, 3)) }
        return state
    }

    @Test func `what was predicted is held against what came`() throws {
        let early = try #require(Self.changed(4, steps: 40).clipping.forecast)
        #expect(early.predicted.share == 0.25 && early.predicted.count == 200)
        #expect(early.count == 40 && !early.isComplete && early.actual == 0.25)
        // Only the first hundred count.
        let late = try #require(Self.changed(2, steps: 300).clipping.forecast)
        #expect(late.count == 100 && late.isComplete && late.actual == 0.5)
        #expect(abs(0.5 - 0.25) > (try #require(late.tolerance)))
    }

    @Test func `a rewind begins the count again`() throws {
        var state = Self.changed(4, steps: 60)
        state.receive(.applied(Applied(id: 2, step: 381, request: .rewind(to: 380), from: 460, by: "a")))
        #expect(state.clipping.forecast?.count == 0)
        for step in 381...500 { state.receive(step: Self.record(step, step % 4 == 0 ? 5 : 2, 3)) }
        #expect(state.clipping.forecast?.count == 100 && state.clipping.forecast?.actual == 0.25)
    }

    @Test func `what is not by norm predicts nothing`() {
        var state = Self.changed(4, steps: 10)
        state.receive(.applied(Applied(id: 2, step: 411, request: .set(name: "clip", value: .word("value")), by: "a")))
        #expect(state.clipping.forecast == nil)
        state.receive(.applied(Applied(id: 3, step: 411, request: .set(name: "clip", value: .word("norm")), by: "a")))
        #expect(state.clipping.forecast?.predicted.maxNorm == 3)
    }
}
