import Testing
import YAML

@testable import Recipes
@testable import Training

private func recipe(_ schedule: String, optimizer: String = "{kind: sgd, lr: 1}") throws(DocumentError) -> Recipe {
    let text = """
        data: {kind: adding, batch: 4, evaluate_on: 4}
        model: {kind: rnn, hidden: 4}
        loss: {kind: mse}
        optimizer: \(optimizer)
        schedule: \(schedule)
        steps: 10
        """
    return try Recipe(text: text, path: "some.yaml")
}

/// The rates of a run of 10 steps from a rate of 1.
private func rates(_ schedule: any Schedule) -> [Double] {
    var schedule = schedule
    var rates = [schedule.start(at: 1)]
    while rates.count < 10 { rates.append(schedule.step(from: rates[rates.count - 1])) }
    return rates
}

@Suite struct ScheduleChoiceTests {
    @Test(
        arguments: [
            ("{kind: multistep, milestones: [2, 2, 5]}", [1, 1, 0.01, 0.01, 0.01, 0.001, 0.001]),
            ("{kind: multistep, milestones: [1], gamma: 0.5}", [1, 0.5, 0.5]),
            ("{kind: exponential, gamma: 0.9}", [1, 0.9, 0.81, 0.729]),
            ("{kind: linear, start_factor: 0.25, total_iters: 4}", [0.25, 0.4375, 0.625, 0.8125, 1, 1]),
            ("{kind: linear, start_factor: 1, end_factor: 0}", [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]),
            ("{kind: polynomial, power: 2, total_iters: 4}", [1, 0.5625, 0.25, 0.0625, 0, 0]),
            ("{kind: polynomial}", [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]),
            (
                "{kind: warm_restarts, t_0: 3, t_mult: 2}",
                [1, 0.75, 0.25, 1, 0.9330127019, 0.75, 0.5, 0.25, 0.0669872981, 1]
            ),
            ("{kind: warm_restarts, t_0: 2, min_lr: 0.5}", [1, 0.75, 1, 0.75]),
            (
                "{kind: one_cycle}",
                [
                    0.04, 0.52, 1, 0.950484632, 0.8117456539, 0.6112620219, 0.3887419781, 0.1882583461, 0.04951936799,
                    4e-6,
                ]
            ),
            (
                "{kind: one_cycle, three_phase: true, anneal_strategy: linear}",
                [0.04, 0.52, 1, 0.52, 0.04, 0.0320008]
            ),
        ]
    )
    func `the rates are PyTorch's`(text: String, expected: [Double]) throws {
        let rates = rates(try recipe(text).keys.schedule.make(steps: 10))
        for (rate, expected) in zip(rates, expected) { #expect(abs(rate - expected) < 1e-9) }
    }

    @Test(
        arguments: ["linear, start_factor: 1, end_factor: 0", "polynomial"]
    )
    func `schedules as long as the run follow --steps`(kind: String) throws {
        let schedule = try recipe("{kind: \(kind)}").keys.schedule.make(steps: 4)
        for (rate, expected) in zip(rates(schedule), [1, 0.75, 0.5, 0.25, 0, 0]) {
            #expect(abs(rate - expected) < 1e-12)
        }
        let cycle = try recipe("{kind: one_cycle}").keys.schedule.make(steps: 4)
        #expect(abs(rates(cycle)[3] - 4e-6) < 1e-12)
    }

    @Test func `one cycle takes the optimizer's momentum along, unless set not to`() throws {
        var cycle = try recipe("{kind: one_cycle, base_momentum: 0.5, max_momentum: 0.75}").keys.schedule.make(
            steps: 10
        )
        _ = cycle.start(at: 1)
        #expect(cycle.momentum == 0.75)
        (_, _) = (cycle.step(from: 0), cycle.step(from: 0))
        #expect(cycle.momentum == 0.5)
        let text = "{kind: one_cycle, cycle_momentum: false}"
        cycle = try recipe(text, optimizer: "{kind: adagrad}").keys.schedule.make(steps: 10)
        _ = cycle.start(at: 1)
        #expect(cycle.momentum == nil)
    }

    @Test(
        arguments: [
            ("{kind: multistep}", "schedule.milestones is missing"),
            ("{kind: multistep, milestones: []}", "schedule.milestones must name 1 step or more (got 0)"),
            ("{kind: multistep, milestones: [0]}", "schedule.milestones must be at least 1 (got 0)"),
            ("{kind: exponential}", "schedule.gamma is missing"),
            ("{kind: linear}", "schedule.start_factor is missing"),
            (
                "{kind: linear, start_factor: 0}",
                "schedule.start_factor must be more than 0, 1 at most (got 0)"
            ),
            ("{kind: linear, start_factor: 1, end_factor: 2}", "schedule.end_factor must be from 0 to 1 (got 2)"),
            ("{kind: warmup, warmup: 3, start: 0}", "schedule.start must be more than 0, 1 at most (got 0)"),
            ("{kind: polynomial, total_iters: 0}", "schedule.total_iters must be at least 1 (got 0)"),
            ("{kind: polynomial, power: -1}", "schedule.power must not be negative (got -1)"),
            ("{kind: warm_restarts}", "schedule.t_0 is missing"),
            ("{kind: warm_restarts, t_0: 2, t_mult: 0}", "schedule.t_mult must be from 1 to 1000 (got 0)"),
            ("{kind: one_cycle, pct_start: 1.5}", "schedule.pct_start must be from 0 to 1 (got 1.5)"),
            ("{kind: one_cycle, div_factor: 0}", "schedule.div_factor must be more than 0 (got 0)"),
            (
                "{kind: one_cycle, anneal_strategy: cosine}",
                "schedule.anneal_strategy must be one of cos, linear (got cosine; the nearest is cos)"
            ),
            (
                "{kind: one_cycle, base_momentum: 0.96}",
                "schedule.base_momentum must not be more than max_momentum (got 0.96 and 0.95)"
            ),
            (
                "{kind: one_cycle, max_lr: 1}",
                "unknown key schedule.max_lr (the nearest known key is optimizer.lr)"
            ),
            (
                "{kind: cosine, total_iters: 5}",
                "schedule.total_iters does not go with schedule.kind cosine (it is for linear and polynomial)"
            ),
        ]
    )
    func `what is wrong is reported at its line`(text: String, message: String) {
        #expect(throws: DocumentError(place: "some.yaml:5", message: message)) { try recipe(text) }
    }

    @Test func `one cycle needs a momentum to cycle`() {
        let message =
            "schedule.cycle_momentum true does not go with optimizer.kind adagrad, which has no momentum (use false)"
        #expect(throws: DocumentError(place: "some.yaml:5", message: message)) {
            try recipe("{kind: one_cycle}", optimizer: "{kind: adagrad}")
        }
    }
}
