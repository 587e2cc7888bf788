import Foundation
import Testing

@testable import Training

private struct ScheduleCase: Decodable {
    let name: String
    let base: Double
    let edit: Int?
    let rates: [Double]
    let momenta: [Double]?

    func passes(_ schedule: any Schedule, within tolerance: Double = 1e-12) -> Bool {
        var schedule = schedule
        var rate = schedule.start(at: base)
        for (step, expected) in rates.enumerated() {
            if step == edit { rate *= 0.5 }
            // At a cosine's bottom both are within rounding of the minimum.
            guard abs(rate - expected) <= tolerance * max(abs(expected), base) else { return false }
            if let momenta, let momentum = schedule.momentum {
                guard abs(momentum - momenta[step]) <= tolerance else { return false }
            }
            rate = schedule.step(from: rate)
        }
        return true
    }

    var ours: any Schedule {
        switch name {
        case "constant": ConstantSchedule()
        case "step": StepLR(stepSize: 3, gamma: 0.5)
        case "cosine": CosineAnnealingLR(steps: 5, minimum: 0.1)
        case "cosine to zero": CosineAnnealingLR(steps: 12)
        case "linear": LinearLR(startFactor: 0.25, steps: 4)
        case "linear down": LinearLR(startFactor: 1, endFactor: 0.2, steps: 7)
        case "warm-up then cosine":
            SequentialLR(
                [LinearLR(startFactor: 0.1, steps: 4), CosineAnnealingLR(steps: 10, minimum: 0.01)],
                milestones: [4]
            )
        case "milestones": MultiStepLR(milestones: [5, 2, 5, 9], gamma: 0.3)
        case "exponential": ExponentialLR(gamma: 0.9)
        case "polynomial": PolynomialLR(steps: 12, power: 2)
        case "polynomial, straight": PolynomialLR(steps: 25)
        case "lambda": LambdaLR { pow(0.9, Double($0)) + 0.01 * Double($0) }
        case "nanogpt": WarmupCosineLR(warmup: 4, steps: 15, minimum: 0.08)
        case "restarts": CosineAnnealingWarmRestarts(steps: 3, growth: 2, minimum: 0.05)
        case "restarts, even": CosineAnnealingWarmRestarts(steps: 6)
        case "one cycle": OneCycleLR(steps: 20, maximum: 0.8)
        case "one cycle, three linear phases":
            OneCycleLR(
                steps: 20,
                riseShare: 0.4,
                anneal: .linear,
                momenta: (0.6, 0.8),
                startDivisor: 10,
                endDivisor: 50,
                hasThreePhases: true
            )
        case "one cycle, rate alone": OneCycleLR(steps: 23, maximum: 0.8, momenta: nil)
        default:
            SequentialLR([LinearLR(startFactor: 0.2, steps: 9), StepLR(stepSize: 2, gamma: 0.5)], milestones: [5])
        }
    }
}

/// A schedule that computes each rate from the step's number: right, until an operator changes the rate.
private struct ClosedForm: Schedule, Unsaved {
    let plan: [Double]
    var epoch = 0

    mutating func start(at base: Double) -> Double { plan[0] }

    mutating func step(from current: Double) -> Double {
        epoch += 1
        return epoch < plan.count ? plan[epoch] : current
    }
}

/// A schedule whose every rate comes one step late.
private struct Late: Schedule, Unsaved {
    var inner: any Schedule
    var isFirst = true

    mutating func start(at base: Double) -> Double { inner.start(at: base) }

    mutating func step(from current: Double) -> Double {
        defer { isFirst = false }
        return isFirst ? current : inner.step(from: current)
    }
}

/// A schedule that stands still at its end, where a cosine rises again.
private struct Clamped: Schedule, Unsaved {
    var inner: any Schedule
    let last: Int
    var epoch = 0

    mutating func start(at base: Double) -> Double { inner.start(at: base) }

    mutating func step(from current: Double) -> Double {
        epoch += 1
        return epoch <= last ? inner.step(from: current) : current
    }
}

/// A mistake in one kind of schedule.
enum ScheduleMutant: CaseIterable {
    case cosineClamped, warmupOffByOne, restartLate

    /// The wrong schedule in place of the one of this name; nil where the mistake cannot be made.
    func schedule(_ name: String) -> (any Schedule)? {
        switch (self, name) {
        case (.cosineClamped, "cosine"): Clamped(inner: CosineAnnealingLR(steps: 5, minimum: 0.1), last: 5)
        case (.warmupOffByOne, "nanogpt"): WarmupCosineLR(warmup: 5, steps: 15, minimum: 0.08)
        case (.restartLate, "restarts"): CosineAnnealingWarmRestarts(steps: 4, growth: 2, minimum: 0.05)
        default: nil
        }
    }
}

@Suite struct ScheduleGoldenTests {
    private static let cases: [ScheduleCase] = (try? golden("schedules")) ?? []

    @Test func `every case as PyTorch`() {
        #expect(Self.cases.count == 55)
        for golden in Self.cases { #expect(golden.passes(golden.ours), "\(golden.name), edit \(golden.edit ?? -1)") }
    }

    @Test func `every golden kills a mutant`() {
        for golden in Self.cases {
            let plain = Self.cases.first { $0.name == golden.name && $0.edit == nil }!
            if golden.edit != nil {
                #expect(!golden.passes(ClosedForm(plan: plain.rates)), "\(golden.name)")
            } else if golden.name == "constant" {
                #expect(!golden.passes(StepLR(stepSize: 3)))
            } else {
                #expect(!golden.passes(Late(inner: golden.ours)), "\(golden.name)")
            }
        }
    }

    @Test(arguments: ScheduleMutant.allCases) func `every mutant is killed`(_ mutant: ScheduleMutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The schedules that a mistake does not survive.
    static func killers(of mutant: ScheduleMutant) -> [String] {
        cases.filter { golden in mutant.schedule(golden.name).map { !golden.passes($0) } ?? false }.map(\.name)
    }

    @Test func `an edit outlives a milestone`() {
        var schedule = SequentialLR(
            [LinearLR(startFactor: 0.1, steps: 4), CosineAnnealingLR(steps: 10)],
            milestones: [4]
        )
        var rate = schedule.start(at: 1)
        for _ in 0..<2 { rate = schedule.step(from: rate) }
        rate /= 2
        for _ in 0..<2 { rate = schedule.step(from: rate) }
        #expect(abs(rate - 0.5) < 1e-15)
        var cosine = CosineAnnealingLR(steps: 10)
        var alone = cosine.start(at: 1)
        for _ in 0..<5 {
            (rate, alone) = (schedule.step(from: rate), cosine.step(from: alone))
            #expect(abs(rate - alone / 2) < 1e-15)
        }
    }

    /// Each kind's warm-up off by one, its restart a step late, its momentum the wrong way round.
    @Test func `mistakes of one kind are killed`() {
        let mutants: [(String, any Schedule)] = [
            ("nanogpt", LambdaLR { min(Double($0) / 4, 1) }),
            ("restarts", CosineAnnealingLR(steps: 3, minimum: 0.05)),
            ("one cycle", OneCycleLR(steps: 20, maximum: 0.8, momenta: (0.95, 0.85))),
            ("one cycle", OneCycleLR(steps: 20, maximum: 0.8, hasThreePhases: true)),
            ("one cycle, rate alone", OneCycleLR(steps: 22, maximum: 0.8, momenta: nil)),
            ("milestones", MultiStepLR(milestones: [2, 5, 9], gamma: 0.3)),
            ("polynomial", PolynomialLR(steps: 12, power: 1)),
        ]
        for (name, mutant) in mutants {
            let cases = Self.cases.filter { $0.name == name }
            #expect(cases.count == 3)
            for golden in cases { #expect(!golden.passes(mutant), "\(name)") }
        }
    }

    /// A rate that is set to 0 and later to something again does not lose the plan.
    @Test func `an edit to zero can be undone`() {
        var schedule: any Schedule = LambdaLR { 1 / Double(1 + $0) }
        var rate = schedule.start(at: 1)
        rate = schedule.step(from: 0)
        #expect(rate == 0)
        rate = schedule.step(from: 0.25)
        #expect(abs(rate - 0.25 * 2 / 3) < 1e-15)
    }

    @Test func `a schedule sets an optimizers momentum`() throws {
        let sgd = try SGD(parameters([[1.0]]), learningRate: 1, momentum: 0.9)
        let adam = try Adam(parameters([[1.0]]), learningRate: 1)
        let optimizers: [any MomentumOptimizer<Double>] = [sgd, adam]
        for optimizer in optimizers {
            var schedule: any Schedule = OneCycleLR(steps: 10)
            schedule.start(optimizer)
            #expect(abs(optimizer.learningRate - 0.04) < 1e-15 && optimizer.momentum == 0.95)
            schedule.step(optimizer)
            schedule.step(optimizer)
            #expect(abs(optimizer.learningRate - 1) < 1e-15 && abs(optimizer.momentum - 0.85) < 1e-15)
            for _ in 3..<30 { schedule.step(optimizer) }
            #expect(abs(optimizer.learningRate - 4e-6) < 1e-15 && optimizer.momentum == 0.95)
            schedule = SequentialLR([ConstantSchedule(), OneCycleLR(steps: 10)], milestones: [2])
            optimizer.momentum = 0.5
            schedule.start(optimizer)
            #expect(optimizer.momentum == 0.5)
            for _ in 0..<2 { schedule.step(optimizer) }
            #expect(optimizer.momentum == 0.95)
        }
        #expect(adam.betas == (0.95, 0.999))
    }

    @Test func `starting again restarts`() {
        for golden in Self.cases {
            var schedule = golden.ours
            var rate = schedule.start(at: 3)
            for _ in 0..<7 { rate = schedule.step(from: rate) }
            #expect(golden.passes(schedule), "\(golden.name)")
        }
    }
}
