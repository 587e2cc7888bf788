import Foundation

@testable import Training

/// The update rules written a second time, in Double and number by number, with the mistakes one may make.
final class Plain: Optimizer, Unsaved {
    let isScaleInvariant = false
    enum Mutant: String, CaseIterable {
        case none
        case dampenedFirstStep, decayAfterMomentum, nesterovForgotten, maximizeAfterDecay, nilIsZero, rateOfConstruction
        case momentumOfNine, epsilonInsideRoot, noCorrection, decayCoupling, squaresAsLerp
        case largestCorrected, notCentered, rateInsideBuffer, stepCountedFromOne, sumsFromZero, oneGroup
    }

    let parameters: [NamedParameter<Double>]
    var learningRate: Double
    private let initialRate: Double
    private let golden: OptimizerCase
    private let mutant: Mutant
    private var states: [[State]]

    /// What one number carries from step to step.
    private struct State {
        var first = 0.0
        var second = 0.0
        var largest = 0.0
        var step = 0
    }

    init(_ golden: OptimizerCase, _ mutant: Mutant) {
        self.golden = golden
        self.mutant = mutant
        let start = golden.start.map { $0.typed(Double.self) }
        parameters = TrainingTests.parameters(start)
        learningRate = golden.settings.lr
        initialRate = golden.settings.lr
        let sum = mutant == .sumsFromZero ? 0 : golden.settings.initialAccumulatorValue ?? 0
        states = start.map { $0.map { _ in State(second: sum) } }
    }

    func step(scaledBy coefficient: Double) {
        let rules = ["sgd": sgd, "adam": adam, "adamw": adam, "rmsprop": rmsprop, "adagrad": adagrad]
        let rule = rules[String(golden.name.prefix { $0 != " " })]!
        let current = mutant == .rateOfConstruction ? initialRate : learningRate
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard tensor.grad != nil || mutant == .nilIsZero else { continue }
            let gradients = tensor.grad?.values.map { $0 * coefficient } ?? [Double](repeating: 0, count: tensor.count)
            let group = mutant == .oneGroup ? nil : golden.group(of: index)
            let rate = group?.lr.map { $0 / initialRate * current } ?? current
            let usual = golden.settings.weightDecay ?? (golden.name.hasPrefix("adamw") ? 0.01 : 0)
            let decay = group?.weightDecay ?? usual
            tensor.assign(
                tensor.values.indices.map { i in
                    states[index][i].step += 1
                    return rule(tensor.values[i], gradients[i], rate, decay, &states[index][i])
                }
            )
        }
    }

    private func sgd(_ p: Double, _ gradient: Double, _ rate: Double, _ decay: Double, _ state: inout State) -> Double {
        let s = golden.settings
        let dampening = s.dampening ?? 0
        let momentum = mutant == .momentumOfNine ? 0.9 : s.momentum ?? 0
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

    private func adam(_ p: Double, _ gradient: Double, _ rate: Double, _ decay: Double, _ state: inout State) -> Double
    {
        let s = golden.settings
        let (b1, b2) = (s.betas?[0] ?? 0.9, s.betas?[1] ?? 0.999)
        let eps = s.eps ?? 1e-8
        var (p, g) = (p, s.maximize == true ? -gradient : gradient)
        if golden.name.hasPrefix("adamw") != (mutant == .decayCoupling) {
            p *= 1 - rate * decay
        } else {
            g += decay * p
        }
        state.first += (1 - b1) * (g - state.first)
        state.second = mean(state.second, g, b2)
        let t = Double(state.step)
        let c1 = mutant == .noCorrection ? 1 : 1 - pow(b1, t)
        let c2 = mutant == .noCorrection ? 1 : 1 - pow(b2, t)
        var v = state.second / c2
        if s.amsgrad == true {
            state.largest = max(state.largest, mutant == .largestCorrected ? v : state.second)
            v = mutant == .largestCorrected ? state.largest : state.largest / c2
        }
        return p - rate / c1 * state.first / root(v, eps)
    }

    private func rmsprop(_ p: Double, _ gradient: Double, _ rate: Double, _ decay: Double, _ state: inout State)
        -> Double
    {
        let s = golden.settings
        let (alpha, eps, momentum) = (s.alpha ?? 0.99, s.eps ?? 1e-8, s.momentum ?? 0)
        let g = (s.maximize == true ? -gradient : gradient) + decay * p
        state.second = mean(state.second, g, alpha)
        var v = state.second
        if s.centered == true, mutant != .notCentered {
            state.largest += (1 - alpha) * (g - state.largest)
            v -= state.largest * state.largest
        }
        let step = g / root(v, eps)
        if mutant == .rateInsideBuffer {
            state.first = momentum * state.first + rate * step
            return p - state.first
        }
        state.first = momentum * state.first + step
        return p - rate * state.first
    }

    private func adagrad(_ p: Double, _ gradient: Double, _ rate: Double, _ decay: Double, _ state: inout State)
        -> Double
    {
        let s = golden.settings
        let g = (s.maximize == true ? -gradient : gradient) + decay * p
        let t = Double(state.step) - (mutant == .stepCountedFromOne ? 0 : 1)
        state.second += mutant == .squaresAsLerp ? abs(g) : g * g
        return p - rate / (1 + t * (s.lrDecay ?? 0)) * g / root(state.second, s.eps ?? 1e-10)
    }

    private func mean(_ old: Double, _ g: Double, _ keep: Double) -> Double {
        keep * old + (1 - keep) * (mutant == .squaresAsLerp ? abs(g) : g * g)
    }

    private func root(_ v: Double, _ eps: Double) -> Double {
        mutant == .epsilonInsideRoot ? (v + eps).squareRoot() : v.squareRoot() + eps
    }
}
