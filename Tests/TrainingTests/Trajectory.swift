import Telemetry

@testable import Training

/// A whole run as PyTorch made it: data, the rows of every step, what each step measured, and the weights at the end.
struct TrajectoryCase: Decodable {
    struct Step: Decodable {
        let loss: Double
        let norm: Double
        let clipped: Double
        /// Of each parameter.
        let norms: [Double]
    }

    let name: String
    let type: String
    let clip: String
    let limit: Double
    let shape: [Int]
    let data: [GoldenNumber]
    let classes: [Int]?
    let targets: [GoldenNumber]?
    /// For each step its micro-batches, each a list of rows.
    let batches: [[[Int]]]
    let start: [String: [GoldenNumber]]
    let steps: [Step]
    let end: [String: [GoldenNumber]]

    var title: String { "\(name), \(type)" }
    /// A sequence's axis of time is the first one, its rows lie along the second.
    var isSequence: Bool { shape.count == 3 }
    var rowCount: Int { isSequence ? shape[1] : shape[0] }
    var isAdaptive: Bool { ["rnn", "lstm", "gru", "huber", "bce", "bce logits"].contains(name) }

    /// Targets that the loss counts.
    func targetCount(_ rows: [Int]) -> Int { classes.map { classes in rows.count { classes[$0] >= 0 } } ?? rows.count }
}

/// A mistake in the loop around the model.
enum LoopMutant: String, CaseIterable {
    case none
    case clippedAfterStep, clippedEach, otherClip, noEpsilon, weightsOnly
    case gradientsKept, equalMicroBatches, rateKept
    case oneBias, upperLayerForgotten
    case ignoredCounted, smoothingForgotten, smoothingOverOthers, otherLoss

    /// Whether this mistake can be made in a run.
    func fits(_ golden: TrajectoryCase) -> Bool {
        let isSmooth = ["smoothing", "lstm", "gru"].contains(golden.name)
        return switch self {
        case .none: false
        case .clippedEach, .equalMicroBatches: golden.batches[0].count > 1
        case .noEpsilon: golden.clip == "norm"
        case .rateKept, .upperLayerForgotten: ["lstm", "gru"].contains(golden.name)
        case .oneBias: golden.isSequence
        case .ignoredCounted: !isSmooth && golden.classes?.contains(-100) == true
        case .smoothingForgotten, .smoothingOverOthers: isSmooth
        case .otherLoss: golden.targets != nil
        default: true
        }
    }
}

/// How far a run is from the golden one.
struct Divergence {
    /// The largest relative difference of losses, norms and last weights.
    private(set) var largest = 0.0
    /// The same in units of what is allowed at its step.
    private(set) var excess = 0.0

    mutating func compare(_ ours: Double, _ theirs: Double, over scale: Double? = nil, allowed: Double) {
        let difference = abs(ours - theirs) / abs(scale ?? theirs)
        largest = difference.isNaN ? .infinity : max(largest, difference)
        excess = difference.isNaN ? .infinity : max(excess, difference / allowed)
    }
}

/// What is allowed at a step counted from 0: ten times the rounding floor, which is what equal runs, summed in another
/// order, were seen to differ by.
func tolerance(_ type: String, step: Int, isAdaptive: Bool) -> Double {
    switch (type, step) {
    case ("double", 0): 1e-14
    case ("double", ...100): 1e-12
    case ("double", _): 1e-10
    case (_, 0): 1e-6
    case (_, ...10): 3e-6
    case (_, ...100): 3e-5
    default: isAdaptive ? 2e-5 : 2e-3
    }
}

extension TrajectoryCase {
    /// Trains as the golden did.
    func follow<Number: Scalar>(_ number: Number.Type, _ mutant: LoopMutant = .none) throws -> Divergence {
        let model: any Module<Number> = makeModel()
        model.load(start.mapValues { $0.typed() })
        let parameters = model.parameters
        let optimizer = try makeOptimizer(parameters)
        var schedule: any Schedule =
            ["lstm", "gru"].contains(name) && mutant != .rateKept ? ExponentialLR(gamma: 0.97) : ConstantSchedule()
        schedule.start(optimizer)
        let table = Tensor<Number>(data.typed(), shape: shape)
        var divergence = Divergence()
        for (step, (micro, expected)) in zip(batches, steps).enumerated() {
            if mutant != .gradientsKept { optimizer.zeroGrad() }
            let count = micro.reduce(0) { $0 + targetCount($1) }
            var total = 0.0
            for rows in micro where targetCount(rows) > 0 {
                let share = Double(targetCount(rows)) / Double(count)
                let output = model(input(rows, of: table))
                let loss =
                    loss(output, rows, mutant)
                    * Number(mutant == .equalMicroBatches ? 1 / Double(micro.count) : share)
                loss.backward()
                total += Double(loss.item())
                if mutant == .clippedEach { _ = try clipped(parameters, .none) }
            }
            for parameter in parameters {
                let isSecondBias = mutant == .oneBias && parameter.name.contains("bias_hh")
                let isUpper = mutant == .upperLayerForgotten && parameter.name.hasSuffix("_l1")
                if isSecondBias || isUpper { parameter.tensor.grad = nil }
            }
            if mutant == .clippedAfterStep { optimizer.step() }
            let measured = try clipped(parameters, mutant)
            if mutant != .clippedAfterStep { optimizer.step() }
            schedule.step(optimizer)

            let allowed = tolerance(type, step: step, isAdaptive: isAdaptive)
            divergence.compare(total, expected.loss, allowed: allowed)
            divergence.compare(measured.norm, expected.norm, allowed: allowed)
            divergence.compare(measured.clippedNorm, expected.clipped, allowed: allowed)
            for (ours, theirs) in zip(measured.parameterNorms, expected.norms) {
                divergence.compare(ours, theirs, allowed: allowed)
            }
        }
        compareEnd(parameters, &divergence)
        return divergence
    }

    /// Under the case's own precision.
    func follow(_ mutant: LoopMutant = .none) throws -> Divergence {
        try type == "float" ? follow(Float.self, mutant) : follow(Double.self, mutant)
    }

    /// The weights after the last step, against the largest one of each parameter.
    func compareEnd<Number: Scalar>(_ parameters: [NamedParameter<Number>], _ divergence: inout Divergence) {
        let allowed = tolerance(type, step: steps.count - 1, isAdaptive: isAdaptive)
        for parameter in parameters {
            let theirs = end[parameter.name]!.typed(Double.self)
            let scale = theirs.map { abs($0) }.max()!
            for (ours, theirs) in zip(parameter.tensor.values, theirs) {
                divergence.compare(Double(ours), theirs, over: scale, allowed: allowed)
            }
        }
    }

    private func input<Number: Scalar>(_ rows: [Int], of table: Tensor<Number>) -> Tensor<Number> {
        isSequence ? Tensor.stack((0..<shape[0]).map { table.select($0).rows(rows) }) : table.rows(rows)
    }

    private func clipped<Number: Scalar>(_ parameters: [NamedParameter<Number>], _ mutant: LoopMutant) throws
        -> ClippedGradients
    {
        let kind = Clip(rawValue: clip)!
        switch mutant {
        case .noEpsilon:
            let norms = try gradientNorms(of: parameters)
            let c = min(limit / norms.total, 1)
            for parameter in parameters { parameter.tensor.grad = parameter.tensor.grad.map { $0 * Number(c) } }
            return ClippedGradients(
                norm: norms.total,
                clippedNorm: norms.total * c,
                coefficient: c,
                parameterNorms: norms.perParameter
            )
        case .weightsOnly:
            return try clipGradients(parameters.filter { $0.name.contains("weight") }, clip: kind, maxNorm: limit)
        default:
            let other: Clip = kind == .norm ? .value : .norm
            return try clipGradients(parameters, clip: mutant == .otherClip ? other : kind, maxNorm: limit)
        }
    }
}

// MARK: - What each run is made of

extension TrajectoryCase {
    func makeModel<Number: Scalar>() -> any Module<Number> {
        var generator = RandomGenerator(seed: 1)
        func linear(_ inputs: Int, _ outputs: Int) -> Linear<Number> {
            Linear(in: inputs, out: outputs, using: &generator)
        }
        func recurrent(_ layer: any Module<Number>, _ width: Int) -> NamedLayers<Number> {
            NamedLayers([("layer", layer), ("", LastStep()), ("head", linear(width, 3))])
        }
        switch name {
        case "mlp": return Sequential(linear(10, 16), ReLU(), linear(16, 4))
        case "accumulation": return Sequential(linear(6, 10), Tanh(), linear(10, 4))
        case "smoothing": return Sequential(linear(6, 8), Tanh(), linear(8, 4))
        case "rnn": return recurrent(RNN(in: 3, hidden: 12, using: &generator), 12)
        case "lstm": return recurrent(LSTM(in: 3, hidden: 8, layers: 2, using: &generator), 8)
        case "gru": return recurrent(GRU(in: 3, hidden: 8, layers: 2, using: &generator), 8)
        case "bce": return Sequential(linear(5, 8), Tanh(), linear(8, 3), Sigmoid())
        default: return Sequential(linear(5, 8), Tanh(), linear(8, name == "bce logits" ? 3 : 2))
        }
    }

    func makeOptimizer<Number: Scalar>(_ p: [NamedParameter<Number>]) throws -> any Optimizer<Number> {
        switch name {
        case "mlp": try SGD(p, learningRate: 0.05, momentum: 0.9, weightDecay: 1e-3, nesterov: true)
        case "accumulation": try SGD(p, learningRate: 0.1, momentum: 0.9)
        case "smoothing": try SGD(p, learningRate: 0.05, momentum: 0.9)
        case "mse": try SGD(p, learningRate: 0.02, momentum: 0.9)
        case "rnn": try AdamW(p, learningRate: 0.01, weightDecay: 0.1)
        case "lstm": try RMSprop(p, learningRate: 0.003, decay: 0.95, momentum: 0.5)
        case "huber": try RMSprop(p, learningRate: 0.003, momentum: 0.5)
        case "bce": try Adam(p, learningRate: 0.01)
        default: try Adagrad(p, learningRate: 0.05)
        }
    }

    /// The mean loss of rows.
    private func loss<Number: Scalar>(_ output: Tensor<Number>, _ rows: [Int], _ mutant: LoopMutant) -> Tensor<Number> {
        if let classes { return loss(output, classes: rows.map { classes[$0] }, mutant) }
        let all = Tensor<Number>(targets!.typed(), shape: [rowCount, output.shape[1]])
        let (goals, isOther) = (all.rows(rows), mutant == .otherLoss)
        switch name {
        case "huber":
            return isOther ? Losses.smoothL1(output, goals, beta: 0.5) : Losses.huber(output, goals, delta: 0.5)
        case "mse": return isOther ? Losses.l1(output, goals) : Losses.mse(output, goals)
        case "bce": return isOther ? Losses.mse(output, goals) : Losses.binaryCrossEntropy(output, goals)
        default:
            let weight = Tensor<Number>([0.5, 2, 3])
            return Losses.binaryCrossEntropy(logits: output, goals, positiveWeight: isOther ? nil : weight)
        }
    }

    private func loss<Number: Scalar>(_ logits: Tensor<Number>, classes: [Int], _ mutant: LoopMutant) -> Tensor<Number>
    {
        if ["mlp", "accumulation", "rnn"].contains(name) {
            return mutant == .ignoredCounted
                ? Losses.crossEntropy(logits, classes, reduction: .sum) / Number(classes.count)
                : Losses.crossEntropy(logits, classes)
        }
        let columns = Double(logits.shape[1])
        let smoothing =
            switch mutant {
            case .smoothingForgotten: 0.0
            case .smoothingOverOthers: 0.1 * columns / (columns - 1)
            default: 0.1
            }
        return Losses.crossEntropy(logits, classes, weights: nil, labelSmoothing: smoothing)
    }
}
