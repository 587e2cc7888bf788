import Testing

@testable import Training

/// The gradient of every operation and module against central differences, in Double.
///
/// Each case makes leaves of the given shapes, and a result whose elements are weighted with random numbers and
/// summed, so that no two elements' gradients can be mistaken for each other.
@Suite struct CentralDifferenceTests {
    typealias T = Tensor<Double>

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let shapes: [[Int]]
        var range = -2.0...2.0
        let compute: @Sendable ([T]) -> T

        var testDescription: String { name }

        func leaves(seed: UInt64, wantingGrad: (Int) -> Bool = { _ in true }) -> [T] {
            var generator = RandomGenerator(seed: seed)
            return shapes.enumerated().map { index, shape in
                let values = (0..<T.count(of: shape)).map { _ in
                    generator.uniform(range.lowerBound, range.upperBound)
                }
                return T(values, shape: shape, requiresGrad: wantingGrad(index))
            }
        }
    }

    static let cases = elementwise + reshaping + modules + losses + activations + gated + images

    private static let elementwise: [Case] = [
        Case(name: "add", shapes: [[3, 4], [3, 4]]) { $0[0] + $0[1] },
        Case(name: "add, row repeated", shapes: [[3, 4], [4]]) { $0[0] + $0[1] },
        Case(name: "add, both repeated", shapes: [[3, 1, 2], [4, 1]]) { $0[0] + $0[1] },
        Case(name: "add, number", shapes: [[], [2, 3]]) { $0[0] + $0[1] },
        Case(name: "add, to itself", shapes: [[5]]) { $0[0] + $0[0] },
        Case(name: "sub", shapes: [[3, 4], [3, 4]]) { $0[0] - $0[1] },
        Case(name: "sub, column repeated", shapes: [[3, 4], [3, 1]]) { $0[0] - $0[1] },
        Case(name: "sub, from a repeated row", shapes: [[4], [2, 3, 4]]) { $0[0] - $0[1] },
        Case(name: "mul", shapes: [[3, 4], [3, 4]]) { $0[0] * $0[1] },
        Case(name: "mul, repeated", shapes: [[2, 3, 4], [3, 1]]) { $0[0] * $0[1] },
        Case(name: "mul, by itself", shapes: [[5]]) { $0[0] * $0[0] },
        Case(name: "div", shapes: [[3, 4], [3, 4]], range: 0.5...2) { $0[0] / $0[1] },
        Case(name: "div, repeated", shapes: [[4], [3, 4]], range: 0.5...2) { $0[0] / $0[1] },
        Case(name: "times a number", shapes: [[4]]) { 2 * $0[0] * 3 },
        Case(name: "plus and minus numbers", shapes: [[4]]) { (3 + $0[0]) - 0.5 },
        Case(name: "a number minus", shapes: [[4]]) { 3 - $0[0] },
        Case(name: "over a number", shapes: [[4]]) { $0[0] / 4 },
        Case(name: "a number over", shapes: [[4]], range: 0.5...2) { 2 / $0[0] },
        Case(name: "neg", shapes: [[4]]) { -$0[0] },
        Case(name: "exp", shapes: [[3, 2]]) { $0[0].exp() },
        Case(name: "log", shapes: [[5]], range: 0.3...3) { $0[0].log() },
        Case(name: "sqrt", shapes: [[5]], range: 0.3...3) { $0[0].sqrt() },
        Case(name: "pow 3", shapes: [[5]]) { $0[0].pow(3) },
        Case(name: "pow 0", shapes: [[5]]) { $0[0].pow(0) },
        Case(name: "pow -0.5", shapes: [[5]], range: 0.3...3) { $0[0].pow(-0.5) },
        Case(name: "tanh", shapes: [[7]]) { $0[0].tanh() },
        Case(name: "sigmoid", shapes: [[7]]) { $0[0].sigmoid() },
        Case(name: "relu", shapes: [[17]]) { $0[0].relu() },
    ]

    private static let reshaping: [Case] = [
        Case(name: "matmul", shapes: [[3, 4], [4, 2]]) { $0[0].matmul($0[1]) },
        Case(name: "matmul, batched", shapes: [[2, 3, 4], [2, 4, 5]]) { $0[0].matmul($0[1]) },
        Case(name: "matmul, by itself", shapes: [[3, 3]]) { $0[0].matmul($0[0]) },
        Case(name: "transpose", shapes: [[3, 5]]) { $0[0].transpose() },
        Case(name: "transpose, large", shapes: [[17, 33]]) { $0[0].transpose() },
        Case(name: "reshape", shapes: [[3, 4]]) { $0[0].reshape([2, -1]) },
        Case(name: "sum", shapes: [[3, 4]]) { $0[0].sum() },
        Case(name: "mean", shapes: [[3, 4]]) { $0[0].mean() },
        Case(name: "sum, first axis", shapes: [[3, 11]]) { $0[0].sum(axis: 0) },
        Case(name: "sum, middle axis kept", shapes: [[2, 3, 4]]) { $0[0].sum(axis: 1, keepDim: true) },
        Case(name: "sum, last axis", shapes: [[3, 4]]) { $0[0].sum(axis: -1) },
        Case(name: "mean, first axis", shapes: [[3, 4]]) { $0[0].mean(axis: 0) },
        Case(name: "mean, last axis", shapes: [[3, 4]]) { $0[0].mean(axis: 1) },
        Case(name: "max", shapes: [[3, 4]]) { $0[0].max(axis: 1).values },
        Case(name: "max, first axis", shapes: [[3, 4]]) { $0[0].max(axis: 0, keepDim: true).values },
        Case(name: "softmax", shapes: [[3, 4]]) { $0[0].softmax() },
        Case(name: "softmax, first axis", shapes: [[3, 4]]) { $0[0].softmax(axis: 0) },
        Case(name: "logSoftmax", shapes: [[3, 4]]) { $0[0].logSoftmax() },
        Case(name: "logSoftmax, middle axis", shapes: [[2, 3, 4]]) { $0[0].logSoftmax(axis: 1) },
        Case(name: "slice", shapes: [[4, 3]]) { $0[0].slice(1..<3) },
        Case(name: "slice, last axis", shapes: [[2, 5]]) { $0[0].slice(axis: -1, 1..<4) },
        Case(name: "select", shapes: [[4, 3]]) { $0[0].select(-1) },
        Case(name: "select, middle axis", shapes: [[2, 4, 3]]) { $0[0].select(axis: 1, 2) },
        Case(name: "rows", shapes: [[4, 3]]) { $0[0].rows([2, 0, 2]) },
        Case(name: "concat", shapes: [[2, 3], [4, 3]]) { T.concat($0) },
        Case(name: "concat, last axis", shapes: [[2, 3], [2, 1]]) { T.concat([$0[0], $0[1], $0[0]], axis: -1) },
        Case(name: "stack", shapes: [[2, 3], [2, 3]]) { T.stack($0, axis: 1) },
    ]

    private static let modules: [Case] = [
        Case(name: "linear", shapes: [[3, 4], [2, 4], [2]]) { $0[0].linear(weight: $0[1], bias: $0[2]) },
        Case(name: "linear without bias, deep input", shapes: [[2, 3, 4], [5, 4]]) { $0[0].linear(weight: $0[1]) },
        Case(name: "crossEntropy", shapes: [[4, 3]]) { Losses.crossEntropy($0[0], [0, 2, 1, 2]) },
        Case(name: "crossEntropy, ignoring", shapes: [[4, 3]]) { Losses.crossEntropy($0[0], [0, -100, 1, -100]) },
        Case(name: "crossEntropy, sum", shapes: [[2, 3]]) {
            Losses.crossEntropy($0[0], [0, 7], reduction: .sum, ignoreIndex: 7)
        },
        Case(name: "mse", shapes: [[3, 2], [3, 2]]) { Losses.mse($0[0], $0[1]) },
        Case(name: "mse, sum", shapes: [[5], [5]]) { Losses.mse($0[0], $0[1], reduction: .sum) },
        Case(name: "RNN tanh", shapes: [[4, 2, 3], [5, 3], [5, 5], [5], [5], [2, 5]]) { rnn(.tanh, $0) },
        Case(name: "RNN relu", shapes: [[4, 2, 3], [5, 3], [5, 5], [5], [5], [2, 5]]) { rnn(.relu, $0) },
        Case(name: "RNN without bias", shapes: [[3, 2, 3], [5, 3], [5, 5]]) { rnn(.tanh, $0) },
        Case(name: "RNN of one step", shapes: [[1, 2, 3], [5, 3], [5, 5], [5], [5]]) { rnn(.tanh, $0) },
        Case(name: "embedding", shapes: [[5, 2]]) { $0[0].rows([4, 4, 0]).tanh() },
        Case(name: "sequential", shapes: [[3, 4], [5, 4], [5], [2, 5], [2]]) {
            let model = Sequential<Double>(
                Linear(weight: $0[1], bias: $0[2]),
                Tanh(),
                Linear(weight: $0[3], bias: $0[4]),
                Sigmoid()
            )
            return model($0[0])
        },
        Case(name: "a diamond", shapes: [[4]]) {
            let shared = $0[0].tanh()
            return (shared * shared + shared.exp()) / (shared + 3)
        },
    ]

    private static let losses: [Case] = [
        Case(name: "crossEntropy, each row", shapes: [[4, 3]]) {
            Losses.crossEntropy($0[0], [0, -100, 1, 2], reduction: .none)
        },
        Case(name: "crossEntropy, weighted and smoothed", shapes: [[4, 3]]) {
            Losses.crossEntropy($0[0], [0, -100, 1, 2], weights: [1, 0.5, 2], labelSmoothing: 0.2)
        },
        Case(name: "crossEntropy, probabilities", shapes: [[2, 3]]) {
            let shares = T([0.2, 0.3, 0.5, 1, 0, 0.5], shape: [2, 3])
            return Losses.crossEntropy($0[0], probabilities: shares, weights: [1, 0.5, 2], labelSmoothing: 0.1)
        },
        Case(name: "nll", shapes: [[4, 3]]) { Losses.nll($0[0].logSoftmax(), [0, 2, -100, 1], weights: [1, 0.5, 2]) },
        Case(name: "mse, each", shapes: [[5], [5]]) { Losses.mse($0[0], $0[1], reduction: .none) },
        Case(name: "l1", shapes: [[5], [5]]) { Losses.l1($0[0], $0[1]) },
        Case(name: "smoothL1", shapes: [[9], [9]]) { Losses.smoothL1($0[0], $0[1], beta: 0.7, reduction: .none) },
        Case(name: "huber", shapes: [[9], [9]]) { Losses.huber($0[0], $0[1], delta: 0.7, reduction: .sum) },
        Case(name: "binaryCrossEntropy", shapes: [[3]], range: 0.1...0.9) {
            Losses.binaryCrossEntropy($0[0], T([1, 0, 0.3]), reduction: .none)
        },
        Case(name: "binaryCrossEntropy of logits", shapes: [[2, 3]]) {
            let target = T([1, 0, 0.3, 0.9, 1, 0], shape: [2, 3])
            return Losses.binaryCrossEntropy(logits: $0[0], target, positiveWeight: T([2, 0.5, 1]))
        },
    ]

    private static let activations: [Case] = [
        Case(name: "gelu", shapes: [[9]]) { $0[0].gelu() },
        Case(name: "silu", shapes: [[9]]) { $0[0].silu() },
        Case(name: "elu", shapes: [[9]]) { $0[0].elu(alpha: 0.7) },
        Case(name: "leakyReLU", shapes: [[9]]) { $0[0].leakyReLU(slope: 0.2) },
        Case(name: "selu", shapes: [[9]]) { $0[0].selu() },
        Case(name: "softplus", shapes: [[9]]) { $0[0].softplus() },
        Case(name: "hardtanh", shapes: [[9]]) { $0[0].hardtanh() },
        Case(name: "layerNorm", shapes: [[3, 4], [4], [4]]) { $0[0].layerNorm(weight: $0[1], bias: $0[2]) },
        Case(name: "layerNorm of two axes without bias", shapes: [[2, 3, 2], [3, 2]]) {
            $0[0].layerNorm(weight: $0[1])
        },
        Case(name: "dropout", shapes: [[20]]) { Dropout(probability: 0.3, using: RandomGenerator(seed: 1))($0[0]) },
    ]

    private static let gated: [Case] = [
        Case(name: "LSTM", shapes: [[4, 2, 3], [8, 3], [8, 2], [8], [8], [2, 2], [2, 2]]) { lstm($0) },
        Case(name: "LSTM without bias", shapes: [[3, 2, 3], [8, 3], [8, 2]]) { lstm($0) },
        Case(name: "LSTM of one step", shapes: [[1, 2, 3], [8, 3], [8, 2], [8], [8]]) { lstm($0) },
        Case(name: "LSTM, outputs alone", shapes: [[3, 2, 3], [8, 3], [8, 2], [8], [8]]) {
            LSTM(weights: [weights($0)])($0[0])
        },
        Case(name: "GRU", shapes: [[4, 2, 3], [6, 3], [6, 2], [6], [6], [2, 2]]) { gru($0) },
        Case(name: "GRU without bias", shapes: [[3, 2, 3], [6, 3], [6, 2]]) { gru($0) },
        Case(name: "GRU of one step", shapes: [[1, 2, 3], [6, 3], [6, 2], [6], [6], [2, 2]]) { gru($0) },
    ]

    private static let images: [Case] = [
        Case(name: "conv2d", shapes: [[2, 2, 4, 3], [3, 2, 2, 2], [3]]) { $0[0].conv2d(weight: $0[1], bias: $0[2]) },
        Case(name: "conv2d, padded strides", shapes: [[2, 2, 4, 3], [2, 2, 3, 2]]) {
            $0[0].conv2d(weight: $0[1], stride: (2, 1), padding: (1, 2))
        },
        Case(name: "maxPool2d", shapes: [[2, 2, 4, 5]]) { MaxPool2d(kernel: 2)($0[0]) },
        Case(name: "maxPool2d, overlapping", shapes: [[1, 2, 4, 5]]) {
            MaxPool2d(kernel: 3, stride: 1, padding: 1)($0[0])
        },
        Case(name: "avgPool2d", shapes: [[2, 2, 4, 5]]) { AvgPool2d(kernel: 2)($0[0]) },
        Case(name: "avgPool2d, overlapping", shapes: [[1, 2, 4, 5]]) {
            AvgPool2d(kernel: 3, stride: 1, padding: 1)($0[0])
        },
        Case(name: "causalAttention", shapes: [[2, 4, 12]]) { $0[0].causalAttention(heads: 2) },
        Case(name: "causalAttention, some shares left out", shapes: [[2, 4, 12]]) {
            $0[0].causalAttention(
                heads: 2,
                mask: Tensor(shape: [2, 2, 4, 4]) { mask in
                    for place in mask.indices { mask[place] = place % 3 == 1 ? 0 : 1.5 }
                }
            )
        },
        Case(name: "causalAttention of one place", shapes: [[2, 1, 6]]) { $0[0].causalAttention(heads: 1) },
        Case(name: "flatten", shapes: [[2, 2, 3]]) { Flatten()($0[0]) },
        Case(name: "batch norm", shapes: [[4, 2, 3], [2], [2]]) { BatchNorm(weight: $0[1], bias: $0[2])($0[0]) },
    ]

    private static func weights(_ t: [T]) -> RecurrentWeights<Double> {
        RecurrentWeights(
            input: t[1],
            recurrent: t[2],
            inputBias: t.count > 4 ? t[3] : nil,
            recurrentBias: t.count > 4 ? t[4] : nil
        )
    }

    private static func lstm(_ t: [T]) -> T {
        let state = t.count > 6 ? (hidden: t[5].reshape([1, 2, 2]), cell: t[6].reshape([1, 2, 2])) : nil
        let (outputs, last) = LSTM(weights: [weights(t)])(t[0], state: state)
        return T.concat([outputs, last.hidden, last.cell])
    }

    private static func gru(_ t: [T]) -> T {
        let (outputs, last) = GRU(weights: [weights(t)])(t[0], hidden: t.count > 5 ? t[5].reshape([1, 2, 2]) : nil)
        return T.concat([outputs, last])
    }

    private static func rnn(_ activation: RNN<Double>.Activation, _ t: [T]) -> T {
        let layer = RNN(weights: [weights(t)], activation: activation)
        let (outputs, last) = layer(t[0], hidden: t.count > 5 ? t[5].reshape([1, 2, 5]) : nil)
        return T.concat([outputs, last])
    }

    @Test(arguments: cases)
    func `gradient is the slope`(_ testCase: Case) {
        let leaves = testCase.leaves(seed: 7)
        var generator = RandomGenerator(seed: 70)
        let result = testCase.compute(leaves)
        let weights = T((0..<result.count).map { _ in generator.uniform(0.5, 1.5) }, shape: result.shape)
        (result * weights).sum().backward()

        func value() -> Double { withoutGrad { (testCase.compute(leaves) * weights).sum().item() } }
        let step = 1e-5
        for (index, leaf) in leaves.enumerated() {
            guard let gradient = leaf.grad?.values else {
                Issue.record("leaf \(index) has no gradient")
                continue
            }
            for element in 0..<leaf.count {
                let start = leaf.values[element]
                leaf.withMutableValues { $0[element] = start + step }
                let above = value()
                leaf.withMutableValues { $0[element] = start - step }
                let below = value()
                leaf.withMutableValues { $0[element] = start }
                let slope = (above - below) / (2 * step)
                #expect(
                    abs(gradient[element] - slope) <= 1e-8 * max(1, abs(slope)),
                    "leaf \(index), element \(element): \(gradient[element]), slope \(slope)"
                )
            }
        }
    }

    /// A second backward pass into the same leaves adds to what is there, for every operation.
    @Test(arguments: cases)
    func `gradients add`(_ testCase: Case) {
        let leaves = testCase.leaves(seed: 8)
        testCase.compute(leaves).sum().backward()
        let once = leaves.map { $0.grad!.values }
        let memory = leaves.map { ObjectIdentifier($0.grad!) }
        testCase.compute(leaves).sum().backward()
        for (leaf, once) in zip(leaves, once) {
            #expect(agree(leaf.grad!.values, once.map { 2 * $0 }, within: 1e-14))
        }
        #expect(memory == leaves.map { ObjectIdentifier($0.grad!) }, "the gradient was replaced, not added to")
    }

    /// Leaves that want no gradient get none, and the others' gradients stay the same.
    @Test(arguments: cases)
    func `unwanted gradients are left out`(_ testCase: Case) {
        for unwanted in testCase.shapes.indices {
            let all = testCase.leaves(seed: 9)
            let some = testCase.leaves(seed: 9) { $0 != unwanted }
            testCase.compute(all).sum().backward()
            let result = testCase.compute(some).sum()
            #expect(result.requiresGrad == (testCase.shapes.count > 1))
            guard result.requiresGrad else { continue }
            result.backward()
            for index in testCase.shapes.indices {
                #expect(some[index].grad?.values == (index == unwanted ? nil : all[index].grad!.values))
            }
        }
    }
}
