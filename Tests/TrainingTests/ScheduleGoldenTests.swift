import Foundation
import Testing

@testable import Training

private struct ScheduleCase: Decodable {
    let name: String
    let base: Double
    let edit: Int?
    let rates: [Double]

    func passes(_ schedule: any Schedule, within tolerance: Double = 1e-12) -> Bool {
        var schedule = schedule
        var rate = schedule.start(at: base)
        for (step, expected) in rates.enumerated() {
            if step == edit { rate *= 0.5 }
            // At a cosine's bottom both are within rounding of the minimum.
            guard abs(rate - expected) <= tolerance * max(abs(expected), base) else { return false }
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
        default:
            SequentialLR([LinearLR(startFactor: 0.2, steps: 9), StepLR(stepSize: 2, gamma: 0.5)], milestones: [5])
        }
    }
}

/// A schedule that computes each rate from the step's number: right, until an operator changes the rate.
private struct ClosedForm: Schedule {
    let plan: [Double]
    var epoch = 0

    mutating func start(at base: Double) -> Double { plan[0] }

    mutating func step(from current: Double) -> Double {
        epoch += 1
        return epoch < plan.count ? plan[epoch] : current
    }
}

/// A schedule whose every rate comes one step late.
private struct Late: Schedule {
    var inner: any Schedule
    var isFirst = true

    mutating func start(at base: Double) -> Double { inner.start(at: base) }

    mutating func step(from current: Double) -> Double {
        defer { isFirst = false }
        return isFirst ? current : inner.step(from: current)
    }
}

/// A schedule that stands still at its end, where a cosine rises again.
private struct Clamped: Schedule {
    var inner: any Schedule
    let last: Int
    var epoch = 0

    mutating func start(at base: Double) -> Double { inner.start(at: base) }

    mutating func step(from current: Double) -> Double {
        epoch += 1
        return epoch <= last ? inner.step(from: current) : current
    }
}

@Suite struct ScheduleGoldenTests {
    private static let cases: [ScheduleCase] = (try? golden("schedules")) ?? []

    @Test func everyCaseAsPyTorch() {
        #expect(Self.cases.count == 22)
        for golden in Self.cases { #expect(golden.passes(golden.ours), "\(golden.name), edit \(golden.edit ?? -1)") }
    }

    @Test func everyGoldenKillsAMutant() {
        for golden in Self.cases {
            let plain = Self.cases.first { $0.name == golden.name && $0.edit == nil }!
            if golden.edit != nil {
                #expect(!golden.passes(ClosedForm(plan: plain.rates)), "\(golden.name)")
            } else if golden.name == "constant" {
                #expect(!golden.passes(StepLR(stepSize: 3)))
            } else {
                #expect(!golden.passes(Late(inner: golden.ours)), "\(golden.name)")
            }
            if golden.name == "cosine" { #expect(!golden.passes(Clamped(inner: golden.ours, last: 5))) }
        }
    }

    @Test func anEditOutlivesAMilestone() {
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

    @Test func startingAgainBeginsAnew() {
        for golden in Self.cases {
            var schedule = golden.ours
            var rate = schedule.start(at: 3)
            for _ in 0..<7 { rate = schedule.step(from: rate) }
            #expect(golden.passes(schedule), "\(golden.name)")
        }
    }
}
