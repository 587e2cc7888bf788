import Telemetry
import Testing

@testable import Training

@Suite struct NonFiniteTests {
    private func run(_ policy: NonFinitePolicy, watched: Bool = true, scale: Double = .nan) -> TinyRun {
        var run = TinyRun()
        run.plan.nonFinite = policy
        run.plan.clip = .norm
        run.poison = (6, scale)
        run.watched = watched
        return run
    }

    @Test(arguments: [true, false])
    func `stop ends the run as failed, the step recorded and the culprit named`(watched: Bool) {
        for policy in watched ? [NonFinitePolicy.stop] : [.stop, .pause] {
            let events = run(policy, watched: watched).events()
            #expect(events.records.map(\.step) == Array(1...6))
            let record = events.records.last
            #expect(record?.loss?.isNaN == true && record?.gradNorm?.isNaN == true)
            #expect(record?.extras == [NamedNumber(StepRecord.withheldSeries, 1)])
            #expect(record?.layers.isEmpty == false)
            let reason = "step 6: the loss is NaN, the gradient norm of hidden1.weight is NaN"
            #expect(events.end == End(outcome: .failed, step: 6, reason: reason))
        }
    }

    @Test func `pause withholds the update and holds the run; resumed, it continues with the next batch`() {
        let events = run(.pause).events { $0.isPause ? [.resume] : [] }
        #expect(events.answers.map(\.step) == [7, 7] && events.answers.first?.by == "non-finite policy")
        #expect(events.end == End(outcome: .finished, step: 20))
        #expect(events.records.filter(\.isNonFinite).map(\.step) == [6])
        let skipped = run(.skip).events()
        #expect(skipped.answers.isEmpty)
        #expect(events.losses.map(\.bitPattern) == skipped.losses.map(\.bitPattern))
        #expect(skipped.records.filter { !$0.extras.isEmpty }.map(\.step) == [6])
    }

    @Test func `an evaluation after a withheld update names the last update that was taken`() {
        var run = run(.skip)
        run.plan.evaluateEvery = 6
        #expect(run.events().evaluations.map(\.step) == [5, 12, 18, 20])
    }

    @Test func `continue takes the update as PyTorch does: nothing is finite after it`() {
        let events = run(.continue).events()
        #expect(events.end == End(outcome: .finished, step: 20))
        #expect(events.records.filter(\.isNonFinite).map(\.step) == Array(6...20))
        #expect(events.records.allSatisfy { $0.extras.isEmpty })
    }

    @Test(
        arguments: NonFinitePolicy.allCases
    )
    func `the policy may be changed: the step after the answer is under the new one`(policy: NonFinitePolicy) {
        let events = run(policy == .skip ? .stop : .skip).events { event in
            if event.isStep(5) { return [.set(name: "non_finite", value: .word(policy.rawValue))] }
            return event.isPause ? [.resume] : []
        }
        let expected = run(policy).events { $0.isPause ? [.resume] : [] }
        #expect(events.computed == expected.computed && events.end == expected.end)
        #expect(events.answers.first?.step == 6)
    }

    @Test func `on the last step the run is over, not held`() {
        var run = run(.pause)
        run.plan.steps = 6
        let events = run.events()
        #expect(events.end == End(outcome: .finished, step: 6) && events.answers.isEmpty)
        #expect(events.evaluations.map(\.step) == [5])
    }
}
