import Telemetry
import Testing

@testable import Dashboard

/// What an alarm means and what can be done, by rule and by what is possible.
@Suite struct AlarmAdviceTests {
    private static let reports: [AlarmReport] = [
        AlarmReport(.nonFinite, subject: "rnn.weight_hh_l0", since: 310, step: 312, value: .nan, usual: 0.4),
        AlarmReport(.normOverflow, subject: "output.weight", since: 310, step: 312, value: .infinity),
        AlarmReport(.normSpike, since: 310, step: 310, value: 317.5, usual: 0.46),
        AlarmReport(.lossSpike, since: 310, step: 312, value: 843, usual: 0.05),
        AlarmReport(.clipAlways, since: 1, step: 312, value: 0.0022, usual: 1),
        AlarmReport(.clipIdle, since: 1, step: 1312, value: 0.95, usual: 1),
        AlarmReport(.layerVanishing, subject: "hidden1", since: 1, step: 312, value: 3e-9, usual: 0.001),
        AlarmReport(.deadUnits, subject: "hidden1", since: 310, step: 360, value: 0.97, usual: 0.19),
        AlarmReport(.evaluationWorse, subject: "test accuracy", since: 310, step: 310, value: 0.136, usual: 0.967),
        AlarmReport(.plateau, since: 20, step: 400, count: 380, value: 1.41, usual: 1.39),
        AlarmReport(.stall, since: 310, step: 310, value: 24, usual: 0.1),
        AlarmReport(.throughputDrop, since: 310, step: 400, value: 4, usual: 10),
        AlarmReport(.lrSchedule, since: 310, step: 310, value: 0.05, usual: 0.5),
        AlarmReport(AlarmRule(rawValue: "gpu_hot"), subject: "gpu0", since: 310, step: 310, value: 97),
    ]

    private static func situation(_ change: (inout AlarmSituation) -> Void = { _ in }) -> AlarmSituation {
        var situation = AlarmSituation()
        (situation.clip, situation.maxNorm, situation.snapshots) = ("none", 1, [0, 100, 200, 300, 400])
        situation.isNormFinite = false
        change(&situation)
        return situation
    }

    private func advice(_ rule: AlarmRule, _ change: (inout AlarmSituation) -> Void = { _ in }) -> AlarmAdvice {
        AlarmAdvice(Self.reports.first { $0.rule == rule }!, Self.situation(change))
    }

    @Test func `what can be done`() {
        let expected: [(AlarmRule, (inout AlarmSituation) -> Void, String?)] = [
            (.nonFinite, { _ in }, "r to step 300, then clip (t) or lower lr"),
            (.nonFinite, { $0.clip = "norm" }, "r to step 300, then lower lr"),
            (
                .nonFinite, { ($0.hasSpoiledWeights, $0.isHeld) = (true, true) },
                "only r helps: to step 300, then clip (t) or lower lr"
            ),
            (
                .nonFinite, { ($0.hasSpoiledWeights, $0.snapshots) = (true, []) },
                "s stops; restart with clip (t) or lower lr"
            ),
            (.nonFinite, { ($0.isNormFinite, $0.isHeld) = (true, true) }, "space resumes; check this batch's labels"),
            (.nonFinite, { $0.canCommand = false }, nil),
            (.normOverflow, { _ in }, "r to step 300, then lower lr; max_norm cannot help"),
            (.normOverflow, { $0.snapshots = [] }, "s stops; restart with smaller initial weights"),
            (.normSpike, { _ in }, "t: max_norm 1 would cut it to 1"),
            (.normSpike, { $0.maxNorm = 1000 }, "m 0.92, then t, would cut it"),
            (.normSpike, { $0.canSetClip = false }, "s stops; restart with clipping by norm"),
            (.normSpike, { $0.clip = "norm" }, nil),
            (.normSpike, { ($0.clip, $0.maxNorm) = ("norm", 500) }, "m 0.92 would have cut it"),
            (.lossSpike, { _ in }, "r to step 300, then clip (t) or lower lr"),
            (.lossSpike, { $0.snapshots = [310] }, "t clips by norm; l lowers lr"),
            (.clipAlways, { ($0.clip, $0.maxNorm) = ("norm", 0.001) }, "m 0.45 would let the usual step pass"),
            (.clipIdle, { $0.clip = "norm" }, nil),
            (.layerVanishing, { _ in }, "s stops; restart with another init or activation"),
            (.deadUnits, { $0.clip = "norm" }, "r to step 300, then lower lr"),
            (.evaluationWorse, { _ in }, "r to step 300, then clip (t) or lower lr"),
            (.plateau, { _ in }, "t clips by norm; l sets another lr"),
            (.plateau, { $0.active = [.layerVanishing] }, "s stops; restart with another init or activation"),
            (.plateau, { ($0.clip, $0.canSetRate) = ("norm", false) }, nil),
            (.stall, { _ in }, "look at the machine, the data loader, the log"),
            (.lrSchedule, { _ in }, "l sets another lr"),
        ]
        for (rule, change, action) in expected { #expect(advice(rule, change).action == action) }
    }

    @Test func `what it means`() {
        #expect(advice(.normSpike).meaning.contains("690 times what is usual, and clipping is off"))
        #expect(advice(.normSpike) { $0.clip = "norm" }.meaning.hasSuffix("clipping scaled it to 1."))
        #expect(advice(.evaluationWorse).meaning == "test accuracy is 13.6%, and was 96.7% at best.")
        #expect(advice(.deadUnits).meaning.hasPrefix("97.0% of hidden1 is 0"))
        #expect(advice(.nonFinite) { $0.hasSpoiledWeights = true }.meaning.contains("weights themselves"))
        #expect(advice(.nonFinite) { $0.isNormFinite = true }.meaning.contains("the weights are as they were"))
        #expect(advice(.plateau) { $0.active = [.deadUnits] }.meaning.contains("for 380 steps: most units are dead"))
    }

    /// Every rule in every situation: short, and nothing that cannot be done.
    @Test func `nothing impossible is advised`() {
        for report in Self.reports {
            for bits in 0..<512 {
                let isOn = { (bit: Int) in bits & 1 << bit != 0 }
                let situation = Self.situation { situation in
                    situation.canCommand = isOn(0)
                    situation.isHeld = isOn(1)
                    if isOn(2) { situation.snapshots = [] }
                    situation.clip = isOn(3) ? "none" : isOn(4) ? "value" : "norm"
                    (situation.canSetClip, situation.canSetMaxNorm, situation.canSetRate) = (isOn(5), isOn(6), isOn(7))
                    (situation.hasSpoiledWeights, situation.isNormFinite) = (isOn(8), !isOn(8) && isOn(1))
                }
                let advice = AlarmAdvice(report, situation)
                #expect(!advice.meaning.isEmpty && advice.meaning.count <= 120)
                guard let action = advice.action else { continue }
                #expect(situation.canCommand)
                #expect(action.count <= AlarmAdvice.actionWidth, "\(action)")
                #expect(!action.hasPrefix("r ") || !situation.snapshots.isEmpty)
                #expect(!action.hasPrefix("t") || situation.canSetClip)
                #expect(!action.hasPrefix("m ") || situation.canSetMaxNorm)
                #expect(!action.hasPrefix("l ") && !action.contains("; l ") || situation.canSetRate)
            }
        }
    }

    @Test func `what is over needs nothing`() {
        var report = Self.reports[2]
        report.state = .over
        #expect(AlarmAdvice(report, Self.situation()).action == nil)
    }

    @Test func `the state knows its situation`() {
        var state = RunState()
        for event in SampleRun(steps: 100, ends: false).events { state.receive(event) }
        let faults = [Alarm(.lossNaN, parameter: "0.weight"), Alarm(.normNaN, parameter: "0.weight")]
        state.receive(.snapshot(SnapshotReport(step: 100, oldest: 0)))
        state.receive(.step(StepRecord(step: 101, time: 9, loss: .nan, gradNorm: .nan, alarms: faults)))
        state.receive(.applied(Applied(id: 0, step: 102, request: .pause, by: "non-finite policy")))
        let situation = state.situation(canCommand: true)
        #expect(situation.isHeld && situation.hasSpoiledWeights && !situation.isNormFinite)
        #expect(situation.snapshots == [100] && situation.clip == "norm" && situation.active == [.nonFinite])
        #expect(
            state.alarms.foremost.map { AlarmAdvice($0, situation).action }
                == "only r helps: to step 100, then lower lr"
        )
        #expect(!state.situation(canCommand: false).canCommand)
    }
}
