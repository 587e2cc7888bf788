import Foundation
import Testing

@testable import Training

struct OptimizerSettings: Decodable {
    let lr: Double
    let momentum: Double?
    let dampening: Double?
    let nesterov: Bool?
    let weightDecay: Double?
    let maximize: Bool?
    let betas: [Double]?
    let eps: Double?
    let amsgrad: Bool?
    let alpha: Double?
    let centered: Bool?
    let lrDecay: Double?
    let initialAccumulatorValue: Double?
}

/// A golden of an optimizer that the tests do not know.
private struct UnknownOptimizer: Error {
    let name: String
}

struct OptimizerCase: Decodable {
    struct Group: Decodable {
        let lr: Double?
        let weightDecay: Double?
    }

    struct Step: Decodable {
        let gradients: [[GoldenNumber]?]
        let after: [[GoldenNumber]]
    }

    let name: String
    let type: String
    let settings: OptimizerSettings
    let start: [[GoldenNumber]]
    let steps: [Step]
    let groups: [Group]?

    /// The group of a parameter: the first parameter is one, the others are the other.
    func group(of parameter: Int) -> Group? { groups?[parameter == 0 ? 0 : 1] }

    /// The largest distance from PyTorch's parameters over all steps, in units in the last place of the largest value
    /// that a number has had: one that comes close to 0 keeps the rounding of where it was.
    func distance<Number: Scalar>(_ optimizer: some Optimizer<Number>) -> Double {
        var worst = 0.0
        var reach = start.map { $0.typed(Number.self).map { abs($0) } }
        for (index, step) in steps.enumerated() {
            // The generator halves the rate here, as an operator may.
            if index == 6 { optimizer.learningRate *= 0.5 }
            for (parameter, gradient) in zip(optimizer.parameters, step.gradients) {
                parameter.tensor.grad = gradient.map { Tensor($0.typed()) }
            }
            optimizer.step()
            for (place, (parameter, expected)) in zip(optimizer.parameters, step.after).enumerated() {
                for (i, (ours, theirs)) in zip(parameter.tensor.values, expected.typed(Number.self)).enumerated() {
                    reach[place][i] = max(reach[place][i], abs(theirs))
                    worst = max(worst, Double(abs(ours - theirs) / reach[place][i].ulp))
                }
            }
        }
        return worst
    }

    func ours<Number: Scalar>(_ type: Number.Type) throws -> any Optimizer<Number> {
        let s = settings
        let made = parameters(start.map { $0.typed(Number.self) })
        let groups = [ArraySlice(made.prefix(1)), made.dropFirst()].enumerated().map { place, members in
            ParameterGroup(
                Array(members),
                learningRate: self.groups?[place].lr,
                weightDecay: self.groups?[place].weightDecay
            )
        }
        let betas = (s.betas?[0] ?? 0.9, s.betas?[1] ?? 0.999)
        switch name.prefix(while: { $0 != " " }) {
        case "sgd":
            return try SGD(
                groups,
                learningRate: s.lr,
                momentum: s.momentum ?? 0,
                dampening: s.dampening ?? 0,
                weightDecay: s.weightDecay ?? 0,
                nesterov: s.nesterov ?? false,
                maximize: s.maximize ?? false
            )
        case "adamw":
            return try AdamW(
                groups,
                learningRate: s.lr,
                betas: betas,
                epsilon: s.eps ?? 1e-8,
                weightDecay: s.weightDecay ?? 0.01,
                maximize: s.maximize ?? false,
                amsgrad: s.amsgrad ?? false
            )
        case "adam":
            return try Adam(
                groups,
                learningRate: s.lr,
                betas: betas,
                epsilon: s.eps ?? 1e-8,
                weightDecay: s.weightDecay ?? 0,
                maximize: s.maximize ?? false,
                amsgrad: s.amsgrad ?? false
            )
        case "rmsprop":
            return try RMSprop(
                groups,
                learningRate: s.lr,
                decay: s.alpha ?? 0.99,
                epsilon: s.eps ?? 1e-8,
                weightDecay: s.weightDecay ?? 0,
                momentum: s.momentum ?? 0,
                centered: s.centered ?? false,
                maximize: s.maximize ?? false
            )
        case "adagrad":
            return try Adagrad(
                groups,
                learningRate: s.lr,
                rateDecay: s.lrDecay ?? 0,
                weightDecay: s.weightDecay ?? 0,
                initialSum: s.initialAccumulatorValue ?? 0,
                epsilon: s.eps ?? 1e-10,
                maximize: s.maximize ?? false
            )
        default:
            throw UnknownOptimizer(name: name)
        }
    }
}

@Suite struct OptimizerGoldenTests {
    private static let cases: [OptimizerCase] = (try? golden("optimizers")) ?? []

    @Test func `every case as PyTorch`() throws {
        // The 23 settings of generate.py in both precisions: without a count, a lost golden would go unnoticed.
        #expect(Self.cases.count == 2 * 23)
        for golden in Self.cases {
            let distance =
                golden.type == "float"
                ? try golden.distance(golden.ours(Float.self)) : try golden.distance(golden.ours(Double.self))
            // SGD is PyTorch's to the bit. The others' square root may differ in the last place each step, and what a
            // step leaves behind is carried on.
            let limit = golden.name.hasPrefix("sgd") ? 0.0 : 2
            // PyTorch fused what a processor without FMA does not.
            let unfused = Processor.kernels == "baseline" ? 2.0 : 0
            #expect(distance <= limit + unfused, "\(golden.name), \(golden.type): \(distance) ulp")
        }
    }

    @Test func `the plain rule passes`() {
        for golden in Self.cases where golden.type == "double" {
            #expect(golden.distance(Plain(golden, .none)) < 1000, "\(golden.name)")
        }
    }

    @Test func `every golden kills a mutant`() {
        for golden in Self.cases where golden.type == "double" {
            let killed = Plain.Mutant.allCases.filter { golden.distance(Plain(golden, $0)) > 1e6 }
            #expect(killed.contains(.rateOfConstruction), "\(golden.name)")
            #expect(killed.count >= 2, "\(golden.name)")
        }
    }

    @Test(arguments: Plain.Mutant.allCases.filter { $0 != .none })
    func `every mutant is killed`(_ mutant: Plain.Mutant) {
        #expect(!Self.killers(of: mutant).isEmpty)
    }

    /// The optimizers, in Double, that a mistake does not survive.
    static func killers(of mutant: Plain.Mutant) -> [String] {
        cases.filter { $0.type == "double" && $0.distance(Plain($0, mutant)) > 1e6 }.map(\.name)
    }
}
