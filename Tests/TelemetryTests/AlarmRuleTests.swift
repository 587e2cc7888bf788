import Testing

@testable import Telemetry

/// Each rule raised and ended, once and not more often, by a run made up for it.
@Suite struct AlarmRuleTests {
    @Test func `numbers that are not finite`() {
        var run = AlarmRun()
        run.steps(60)
        run.steps(30) { record in
            (record.loss, record.gradNorm) = (.nan, .nan)
            record.alarms = [Alarm(.lossNaN), Alarm(.normNaN, parameter: "rnn.weight")]
        }
        run.steps(5)
        run.steps(1) { $0.gradNorm = .infinity }
        run.steps(20)
        #expect(run.changes(.nonFinite) == ["raised 61", "over 96"])
        let raised = run.reports.first { $0.rule == .nonFinite }
        #expect(raised?.subject == "rnn.weight" && raised?.value.isNaN == true)
        #expect(raised?.title == "not finite: rnn.weight")
        #expect((1.5...2).contains(raised?.usual ?? 0))
    }

    @Test func `a norm that overflows`() {
        var run = AlarmRun()
        run.steps(60)
        run.steps(3) { record in
            record.gradNorm = .infinity
            record.alarms = [Alarm(.normOverflow, parameter: "weight"), Alarm(.updateZero)]
        }
        run.steps(20)
        #expect(run.changes(.normOverflow) == ["raised 61", "over 63"])
        #expect(run.changes(.nonFinite) == [])
        #expect(run.reports[0].title == "gradient norm overflows at weight")
    }

    private func clip(_ record: inout StepRecord, _ maxNorm: Double) {
        (record.clip, record.maxNorm) = ("norm", maxNorm)
        record.clipCoefficient = min(1, maxNorm / (record.gradNorm! + 1e-6))
    }

    @Test func `clipping at every step`() {
        var run = AlarmRun()
        run.steps(199) { clip(&$0, 0.3) }
        #expect(run.raised == [])
        run.steps(301) { clip(&$0, 0.3) }
        #expect(run.changes(.clipAlways) == ["raised 200"])
        #expect((0.5...0.7).contains(run.reports[0].value) && run.reports[0].since == 1)
        run.steps(40) { clip(&$0, 9) }
        #expect(run.changes(.clipAlways) == ["raised 200", "over 500"])
        #expect(run.reports.last?.count == 500)
    }

    @Test func `a step here and there does not end clipping at every step`() {
        var run = AlarmRun()
        run.steps(600) { record in
            if record.step.isMultiple(of: 50) { record.gradNorm = 0.1 }
            clip(&record, 0.3)
        }
        #expect(run.changes(.clipAlways).isEmpty)
        run.steps(200) { clip(&$0, 0.3) }
        run.steps(300) { record in
            if record.step.isMultiple(of: 50) { record.gradNorm = 0.1 }
            clip(&record, 0.3)
        }
        #expect(run.changes(.clipAlways) == ["raised 800"])
    }

    @Test func `clipping that takes nearly all is found sooner`() {
        var run = AlarmRun()
        run.steps(60) { clip(&$0, 0.01) }
        #expect(run.changes(.clipAlways) == ["raised 50"])
    }

    @Test func `clipping at every step is usual under scale invariance`() {
        var run = AlarmRun(Run(name: "a", isScaleInvariant: true))
        run.steps(500) { clip(&$0, 0.01) }
        #expect(run.raised == [])
    }

    @Test func `clipping without effect`() {
        var run = AlarmRun()
        run.steps(999) { clip(&$0, 5) }
        #expect(run.raised == [])
        run.steps(500) { clip(&$0, 5) }
        #expect(run.changes(.clipIdle) == ["raised 1000"])
        #expect(run.reports[0].usual == 5 && (0.5...0.6).contains(run.reports[0].value))
        run.steps(10) { clip(&$0, 4) }
        #expect(run.changes(.clipIdle) == ["raised 1000", "over 1499"])
        run.steps(1100) { $0.clip = "none" }
        #expect(run.raised.count == 1)
    }

    private func look(_ record: inout StepRecord, first: Double) {
        guard record.step.isMultiple(of: 10) else { return }
        record.layers = [NamedNumber("frozen", 0), NamedNumber("a", first), NamedNumber("b", 0.3), NamedNumber("c", 1)]
    }

    @Test func `a layer whose gradient vanishes`() {
        var run = AlarmRun()
        run.steps(50) { look(&$0, first: 0.01) }
        run.steps(200) { look(&$0, first: $0.step == 200 ? 1.2e-3 : 1e-4) }
        run.steps(20) { look(&$0, first: 0.01) }
        run.steps(40) { look(&$0, first: 1e-4) }
        #expect(run.changes(.layerVanishing) == ["raised 110", "over 250"])
        #expect(run.reports[0].title == "gradient vanishes in a" && run.reports[0].since == 60)
        #expect(run.reports[0].value == 1e-4)
    }

    private func live(_ record: inout StepRecord, _ share: Double) {
        guard record.step.isMultiple(of: 5) else { return }
        record.deadUnits = share / 2
        record.deadLayers = [NamedNumber("hidden1", 0.1), NamedNumber("hidden2", share)]
    }

    @Test func `units that are dead`() {
        var run = AlarmRun()
        run.steps(100) { live(&$0, 0.2) }
        run.steps(45) { live(&$0, 0.9) }
        #expect(run.raised == [])
        run.steps(55) { live(&$0, $0.step == 170 ? 0.48 : 0.9) }
        run.steps(20) { live(&$0, 0.3) }
        #expect(run.changes(.deadUnits) == ["raised 150", "over 200"])
        let last = run.reports.last
        #expect(last?.title == "dead units in hidden2" && last?.count == 20 && last?.since == 105)
        #expect(last?.value == 0.9 && abs((last?.usual ?? 0) - 0.2) < 1e-9)
    }

    @Test func `an accuracy that falls`() {
        var run = AlarmRun()
        for (step, accuracy) in [(100, 0.5), (200, 0.9), (300, 0.7), (400, 0.75), (500, 0.85), (600, 0.89)] {
            run.observe(.evaluation(Evaluation(step: step, split: "test", loss: 1, accuracy: accuracy)))
            run.observe(.evaluation(Evaluation(step: step, split: "train", loss: 1, accuracy: 0.99)))
        }
        #expect(run.changes(.evaluationWorse) == ["raised 300", "over 400"])
        #expect(run.reports[0].title == "test accuracy worse than its best" && run.reports[0].usual == 0.9)
    }

    @Test func `a loss that rises`() {
        var run = AlarmRun()
        let losses = [
            (1, 2.0), (2, 1), (3, 1.3), (4, 0.9), (5, 1.2), (6, 1.2), (7, 1.2), (8, 1.3), (9, 0.95), (10, 2.4),
        ]
        for (step, loss) in losses { run.observe(.evaluation(Evaluation(step: step, split: "val", loss: loss))) }
        #expect(run.changes(.evaluationWorse) == ["raised 7", "over 8", "raised 10"])
        run.rewind(to: 3)
        run.observe(.evaluation(Evaluation(step: 4, split: "val", loss: 1.9)))
        #expect(run.watch.active == [])
        run.observe(.evaluation(Evaluation(step: 5, split: "val", loss: .nan)))
        #expect(run.watch.active.first?.usual == 1)
    }

    /// The test losses of the demo bad-batch, up to the poisoned batch: they differ by a fifth from one to the next.
    @Test func `evaluations that differ anyway are no alarm`() {
        let losses = [
            1.739, 0.669, 0.544, 0.506, 0.298, 0.244, 0.197, 0.269, 0.223, 0.199, 0.243, 0.243, 0.248, 0.263, 0.134,
            0.140, 0.122, 0.147, 0.141,
        ]
        var run = AlarmRun()
        for (place, loss) in losses.enumerated() {
            run.observe(.evaluation(Evaluation(step: 15 * (place + 1), split: "test", loss: loss)))
        }
        #expect(run.raised == [])
        var worse = run
        worse.observe(.evaluation(Evaluation(step: 300, split: "test", loss: 24.3)))
        #expect(worse.changes(.evaluationWorse) == ["raised 300"])
        // A slow rise of calm evaluations is one still.
        for place in 1...8 { run.observe(.evaluation(Evaluation(step: 300 + place, split: "test", loss: 0.123))) }
        for place in 9...16 {
            run.observe(
                .evaluation(Evaluation(step: 300 + place, split: "test", loss: 0.123 + 0.006 * Double(place - 8)))
            )
        }
        #expect(run.changes(.evaluationWorse) == ["raised 314"])
    }

    @Test func `a plateau`() {
        var noise = Noise()
        var run = AlarmRun()
        run.steps(1000)
        #expect(run.raised == [])
        run.steps(1000) { $0.loss = 0.27 * (1 + 0.3 * noise.next()) }
        #expect(run.changes(.plateau).count == 1)
        let raised = run.reports.first { $0.rule == .plateau }
        #expect((1300...1600).contains(raised?.step ?? 0) && (900...1200).contains(raised?.since ?? 0))
        run.steps(200) { $0.loss = 0.1 }
        #expect(run.changes(.plateau).count == 2 && run.watch.active == [])
    }

    @Test func `a slow and noisy fall is no plateau`() {
        var noise = Noise()
        var run = AlarmRun()
        run.steps(10_000) { $0.loss = 3 - 0.2 * Double($0.step) / 1000 + 0.2 * noise.next() }
        #expect(run.raised == [])
    }

    @Test func `a rate that a scheduler changes`() {
        var run = AlarmRun()
        run.steps(100) { $0.lr = 0.1 * Double($0.step) / 100 }
        run.steps(100)
        run.steps(100) { $0.lr = 0.01 }
        run.steps(500) { $0.lr = 0.01 * (1 - 0.001 * Double($0.step - 300)) }
        run.apply(.set(name: "lr", value: .number(0.5)))
        run.steps(50) { $0.lr = 0.5 }
        #expect(run.changes(.lrSchedule) == ["raised 201", "over 201"])
        #expect(run.reports[0].value == 0.01 && run.reports[0].usual == 0.1)
        // A decay by epochs is news a few times.
        run.steps(1000) {
            $0.lr = 0.4 * [1, 0.8, 0.64, 0.512, 0.41, 0.33, 0.26, 0.21, 0.17, 0.13][($0.step - 851) / 100]
        }
        #expect((3...5).contains(run.changes(.lrSchedule).count / 2))
    }

    @Test func `steps that slow down`() {
        var run = AlarmRun()
        run.steps(600, seconds: 0.1)
        // An evaluation is a wait, and no more.
        run.steps(1, seconds: 9)
        run.steps(100, seconds: 0.1)
        #expect(run.raised == [])
        run.steps(300, seconds: 0.25)
        run.steps(400, seconds: 0.1)
        #expect(run.changes(.throughputDrop).count == 2 && run.watch.active == [])
        let raised = run.reports.first { $0.rule == .throughputDrop }
        #expect(abs((raised?.value ?? 0) - 4) < 1 && abs((raised?.usual ?? 0) - 10) < 1)
        run.apply(.set(name: "pace", value: .number(1)))
        run.steps(60, seconds: 1)
        #expect(run.changes(.throughputDrop).count == 2)
    }

    @Test func `a stall`() {
        var run = AlarmRun()
        run.steps(100, seconds: 0.1)
        for second in 0..<9 { run.tick(1000 + Double(second)) }
        #expect(run.raised == [])
        run.steps(1, seconds: 9)
        for second in 0..<60 { run.tick(2000 + Double(second)) }
        run.steps(1, seconds: 60)
        #expect(run.changes(.stall) == ["raised 101", "over 101"])
        #expect(run.reports.last?.value ?? 0 > 27)
    }

    @Test func `a stall that nobody watched`() {
        var run = AlarmRun()
        run.steps(100, seconds: 0.1)
        run.steps(1, seconds: 60)
        #expect(run.changes(.stall) == ["raised 100", "over 100"])
        #expect(abs((run.reports.last?.value ?? 0) - 60) < 1e-6)
    }

    @Test func `a run that is held does not stall`() {
        var run = AlarmRun()
        run.steps(100, seconds: 0.1)
        run.apply(.pause)
        for second in 0..<600 { run.tick(Double(second)) }
        run.apply(.resume)
        run.steps(1, seconds: 600)
        run.steps(9, seconds: 0.1)
        run.observe(.end(End(outcome: .finished, step: 110)))
        for second in 600..<1200 { run.tick(Double(second)) }
        #expect(run.raised == [])
    }
}
