import Testing

@testable import Training

/// What becomes of NaN, infinities, zeros of both signs, and huge and tiny numbers, as PyTorch has it.
private struct NonFiniteCase: Decodable {
    struct Input: Decodable {
        let shape: [Int]
        let values: [GoldenNumber]
        let gradient: [GoldenNumber]
    }

    struct Settings: Decodable {
        let parameter: GoldenNumber?
        let reduction: String?
        let axis: Int?
        let classes: [Int]?
        let target: [GoldenNumber]?
        let size: Int?
        let stride: Int?
        let padding: Int?
    }

    let name: String
    let type: String
    let settings: Settings
    /// What each number of the result counts by in the gradients.
    let weights: [GoldenNumber]
    let inputs: [Input]
    let result: [GoldenNumber]

    /// Where our numbers are others than PyTorch's.
    func differences<Number: Scalar>(_ number: Number.Type, within tolerance: Double) -> [String] {
        let tensors = inputs.map { Tensor<Number>($0.values.typed(), shape: $0.shape, requiresGrad: true) }
        let ours = compute(tensors)
        ours.backward(Tensor(weights.typed(), shape: ours.shape))
        var differences = compare("result", ours.values, result.typed(), within: tolerance)
        for (place, (tensor, input)) in zip(tensors, inputs).enumerated() {
            let found = tensor.grad?.values ?? []
            differences += compare("gradient \(place)", found, input.gradient.typed(), within: tolerance)
        }
        return differences
    }

    private func compare<Number: Scalar>(
        _ what: String,
        _ ours: [Number],
        _ theirs: [Number],
        within tolerance: Double
    ) -> [String] {
        guard ours.count == theirs.count else { return ["\(name): \(what) has \(ours.count) numbers"] }
        // Sums of ordinary numbers cancel; and a slope of a log softmax, where it is not fused, of ordinary ones.
        let cancels = name == "log softmax" && Processor.kernels == "baseline"
        let near = name == "convolution" ? 20 * tolerance : cancels ? tolerance : 0
        return zip(ours, theirs).enumerated().compactMap { place, pair in
            let (a, b) = pair
            if agree(a, b, within: tolerance) || Double(abs(a - b)) <= near { return nil }
            let from = inputs.map { $0.values.indices.contains(place) ? "\($0.values[place].value)" : "" }
            let setting = settings.parameter.map { " of \($0.value)" } ?? ""
            let by = weights.indices.contains(place) ? "\(weights[place].value)" : "their weights"
            return "\(name)\(setting), \(type), \(what) \(place), from \(from) by \(by): \(a), PyTorch \(b)"
        }
    }

    private func compute<Number: Scalar>(_ x: [Tensor<Number>]) -> Tensor<Number> {
        let parameter: Number = settings.parameter?.typed() ?? 0
        let reduction = settings.reduction.flatMap { Reduction(rawValue: $0) } ?? .none
        let (axis, classes) = (settings.axis ?? 0, settings.classes ?? [])
        let (size, stride, padding) = (settings.size ?? 1, settings.stride ?? 1, settings.padding ?? 0)
        func target() -> Tensor<Number> { Tensor(settings.target?.typed() ?? [], shape: x[0].shape) }
        switch name {
        case "exp": return x[0].exp()
        case "log": return x[0].log()
        case "sqrt": return x[0].sqrt()
        case "tanh": return x[0].tanh()
        case "sigmoid": return x[0].sigmoid()
        case "relu": return x[0].relu()
        case "gelu": return x[0].gelu()
        case "silu": return x[0].silu()
        case "selu": return x[0].selu()
        case "softplus": return x[0].softplus()
        case "hardtanh": return x[0].hardtanh()
        case "negate": return -x[0]
        case "elu": return x[0].elu(alpha: parameter)
        case "leaky relu": return x[0].leakyReLU(slope: parameter)
        case "power": return x[0].pow(parameter)
        case "scale": return x[0] * parameter
        case "offset": return x[0] + parameter
        case "add": return x[0] + x[1]
        case "subtract": return x[0] - x[1]
        case "multiply": return x[0] * x[1]
        case "divide": return x[0] / x[1]
        case "mse": return Losses.mse(x[0], x[1], reduction: reduction)
        case "l1": return Losses.l1(x[0], x[1], reduction: reduction)
        case "smooth l1": return Losses.smoothL1(x[0], x[1], beta: Double(parameter), reduction: reduction)
        case "huber": return Losses.huber(x[0], x[1], delta: Double(parameter), reduction: reduction)
        case "bce": return Losses.binaryCrossEntropy(x[0], target(), reduction: .none)
        case "bce logits": return Losses.binaryCrossEntropy(logits: x[0], target(), reduction: .none)
        case "softmax": return x[0].softmax(axis: axis)
        case "log softmax": return x[0].logSoftmax(axis: axis)
        case "sum": return x[0].sum(axis: axis)
        case "mean": return x[0].mean(axis: axis)
        case "max": return x[0].max(axis: axis).values
        case "cross entropy": return Losses.crossEntropy(x[0], classes, reduction: reduction)
        case "nll": return Losses.nll(x[0], classes, reduction: .none)
        case "smoothed": return Losses.crossEntropy(x[0], classes, weights: nil, labelSmoothing: 0.1, reduction: .none)
        case "layer norm": return x[0].layerNorm(weight: x[1], bias: x[2])
        case "max pool": return MaxPool2d<Number>(kernel: size, stride: stride, padding: padding)(x[0])
        case "mean pool": return AvgPool2d<Number>(kernel: size, stride: stride, padding: padding)(x[0])
        case "convolution": return x[0].conv2d(weight: x[1], stride: (stride, stride), padding: (padding, padding))
        default:
            Issue.record("no case \(name)")
            return x[0]
        }
    }
}

@Suite struct NonFiniteGoldenTests {
    private static let cases: [NonFiniteCase] = (try? golden("nonfinite")) ?? []

    @Test func `every case as PyTorch`() {
        #expect(Self.cases.count > 400)
        for golden in Self.cases {
            let differences =
                golden.type == "float"
                ? golden.differences(Float.self, within: 2e-6) : golden.differences(Double.self, within: 1e-13)
            #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
        }
    }
}
