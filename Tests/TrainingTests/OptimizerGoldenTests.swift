import Foundation
import Testing

@testable import Training

private struct Settings: Decodable {
    let lr: Double
    let momentum: Double?
    let dampening: Double?
    let nesterov: Bool?
    let weightDecay: Double?
    let maximize: Bool?
    let betas: [Double]?
    let eps: Double?
}

private struct OptimizerCase: Decodable {
    struct Step: Decodable {
        let gradients: [[GoldenNumber]?]
        let after: [[GoldenNumber]]
    }

    let name: String
    let type: String
    let settings: Settings
    let start: [[GoldenNumber]]
    let steps: [Step]

    /// The largest distance from PyTorch's parameters over all steps, in units in the last place.
    func distance<Number: Scalar>(_ optimizer: some Optimizer<Number>) -> Double {
        var worst = 0.0
        for (index, step) in steps.enumerated() {
            // The generator halves the rate here, as an operator may.
            if index == 6 { optimizer.learningRate *= 0.5 }
            for (parameter, gradient) in zip(optimizer.parameters, step.gradients) {
                parameter.tensor.grad = gradient.map { Tensor($0.typed()) }
            }
            optimizer.step()
            for (parameter, expected) in zip(optimizer.parameters, step.after) {
                for (ours, theirs) in zip(parameter.tensor.values, expected.typed(Number.self)) {
                    worst = max(worst, Double(abs(ours - theirs) / theirs.ulp))
                }
            }
        }
        return worst
    }

    func ours<Number: Scalar>(_ type: Number.Type) throws -> any Optimizer<Number> {
        let s = settings
        let made = parameters(start.map { $0.typed(Number.self) })
        let betas = (s.betas?[0] ?? 0.9, s.betas?[1] ?? 0.999)
        if name.hasPrefix("sgd") {
            return try SGD(
                made,
                learningRate: s.lr,
                momentum: s.momentum ?? 0,
                dampening: s.dampening ?? 0,
                weightDecay: s.weightDecay ?? 0,
                nesterov: s.nesterov ?? false,
                maximize: s.maximize ?? false
            )
        }
        if name.hasPrefix("adamw") {
            return try AdamW(
                made,
                learningRate: s.lr,
                betas: betas,
                epsilon: s.eps ?? 1e-8,
                weightDecay: s.weightDecay ?? 0.01
            )
        }
        return try Adam(
            made,
            learningRate: s.lr,
            betas: betas,
            epsilon: s.eps ?? 1e-8,
            weightDecay: s.weightDecay ?? 0,
            maximize: s.maximize ?? false
        )
    }
}

/// The update rules written a second time, in Double and number by number, with the mistakes one may make.
private final class Plain: Optimizer {
    enum Mutant: String, CaseIterable {
        case none
        case dampenedFirstStep, decayAfterMomentum, nesterovForgotten, maximizeAfterDecay, nilIsZero, rateOfConstruction
        case momentumOfNine, epsilonInsideRoot, noCorrection, decayCoupling, squaresAsLerp
    }

    let parameters: [NamedParameter<Double>]
    var learningRate: Double
    private let initialRate: Double
    private let golden: OptimizerCase
    private let mutant: Mutant
    private var state: [[(first: Double, second: Double, step: Int)]]

    init(_ golden: OptimizerCase, _ mutant: Mutant) {
        self.golden = golden
        self.mutant = mutant
        let start = golden.start.map { $0.typed(Double.self) }
        parameters = TrainingTests.parameters(start)
        learningRate = golden.settings.lr
        initialRate = golden.settings.lr
        state = start.map { $0.map { _ in (0, 0, 0) } }
    }

    func step() {
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard tensor.grad != nil || mutant == .nilIsZero else { continue }
            let gradients = tensor.grad?.values ?? [Double](repeating: 0, count: tensor.count)
            tensor.assign(
                tensor.values.indices.map { i in
                    state[index][i].step += 1
                    let rule = golden.name.hasPrefix("sgd") ? sgd : adam
                    return rule(tensor.values[i], gradients[i], &state[index][i])
                }
            )
        }
    }

    private func sgd(_ p: Double, _ gradient: Double, _ state: inout (first: Double, second: Double, step: Int))
        -> Double
    {
        let s = golden.settings
        let (decay, dampening) = (s.weightDecay ?? 0, s.dampening ?? 0)
        let momentum = mutant == .momentumOfNine ? 0.9 : s.momentum ?? 0
        let rate = mutant == .rateOfConstruction ? initialRate : learningRate
        let sign = s.maximize == true ? -1.0 : 1
        var g = sign * gradient
        if mutant != .decayAfterMomentum { g += decay * p }
        if mutant == .maximizeAfterDecay { g = sign * (gradient + decay * p) }
        if momentum != 0 {
            let first = state.step == 1 && mutant != .dampenedFirstStep
            state.first = first ? g : momentum * state.first + (1 - dampening) * g
            g = s.nesterov == true && mutant != .nesterovForgotten ? g + momentum * state.first : state.first
        }
        if mutant == .decayAfterMomentum { g += decay * p }
        return p - rate * g
    }

    private func adam(_ p: Double, _ gradient: Double, _ state: inout (first: Double, second: Double, step: Int))
        -> Double
    {
        let s = golden.settings
        let (b1, b2) = (s.betas?[0] ?? 0.9, s.betas?[1] ?? 0.999)
        let (eps, decay) = (s.eps ?? 1e-8, s.weightDecay ?? 0)
        let rate = mutant == .rateOfConstruction ? initialRate : learningRate
        var (p, g) = (p, s.maximize == true ? -gradient : gradient)
        if golden.name.hasPrefix("adamw") != (mutant == .decayCoupling) {
            p *= 1 - rate * decay
        } else {
            g += decay * p
        }
        state.first += (1 - b1) * (g - state.first)
        state.second =
            mutant == .squaresAsLerp ? b2 * state.second + (1 - b2) * abs(g) : b2 * state.second + (1 - b2) * g * g
        let t = Double(state.step)
        let c1 = mutant == .noCorrection ? 1 : 1 - pow(b1, t)
        let c2 = mutant == .noCorrection ? 1 : 1 - pow(b2, t)
        let root =
            mutant == .epsilonInsideRoot
            ? (state.second / c2 + eps).squareRoot() : (state.second / c2).squareRoot() + eps
        return p - rate / c1 * state.first / root
    }
}

@Suite struct OptimizerGoldenTests {
    private static let cases: [OptimizerCase] = (try? golden("optimizers")) ?? []

    @Test func everyCaseAsPyTorch() throws {
        #expect(Self.cases.count == 18)
        for golden in Self.cases {
            let distance =
                golden.type == "float"
                ? try golden.distance(golden.ours(Float.self)) : try golden.distance(golden.ours(Double.self))
            // SGD is PyTorch's to the bit. Adam's square root may differ in the last place each step, and what a
            // step leaves behind is carried on.
            let limit = golden.name.hasPrefix("sgd") ? 0.0 : 8
            #expect(distance <= limit, "\(golden.name), \(golden.type): \(distance) ulp")
        }
    }

    @Test func thePlainRulePasses() {
        for golden in Self.cases where golden.type == "double" {
            #expect(golden.distance(Plain(golden, .none)) < 1000, "\(golden.name)")
        }
    }

    @Test func everyGoldenKillsAMutant() {
        for golden in Self.cases where golden.type == "double" {
            let killed = Plain.Mutant.allCases.filter { golden.distance(Plain(golden, $0)) > 1e6 }
            #expect(killed.contains(.rateOfConstruction), "\(golden.name)")
            #expect(killed.count >= 2, "\(golden.name)")
        }
    }

    @Test(arguments: Plain.Mutant.allCases.filter { $0 != .none })
    fileprivate func everyMutantIsKilled(_ mutant: Plain.Mutant) {
        let killers = Self.cases.filter { $0.type == "double" && $0.distance(Plain($0, mutant)) > 1e6 }
        #expect(!killers.isEmpty)
    }
}
