import Testing

@testable import Training

/// The table of losses that PyTorch 2.13 gave, and the cases at the edge.
@Suite struct LossTests {
    private let logits = Tensor<Double>([1, 2, 3, 1, -1, 0.5, 0.2, 0.1, -3], shape: [3, 3], requiresGrad: true)
    private let classes = [2, 0, 1]

    @Test func `cross entropy as PyTorch`() {
        #expect(agree(Losses.crossEntropy(logits, classes).item(), 0.5760443807, within: 1e-7))
        #expect(agree(Losses.crossEntropy(logits, classes, reduction: .sum).item(), 1.7281332, within: 1e-7))
        #expect(agree(Losses.crossEntropy(logits, [2, -100, 1]).item(), 0.5865880847, within: 1e-7))
        #expect(
            agree(
                Losses.crossEntropy(logits, [2, 1, 1], ignoreIndex: 1).item(),
                Losses.crossEntropy(logits.slice(0..<1), [2]).item(),
                within: 1e-15
            )
        )
    }

    @Test func `nothing counted`() {
        let mean = Losses.crossEntropy(logits, [-100, -100, -100])
        #expect(mean.item().isNaN)
        mean.backward()
        #expect(logits.grad?.values == [Double](repeating: 0, count: 9))
        #expect(Losses.crossEntropy(logits, [-100, -100, -100], reduction: .sum).item() == 0)
        #expect(Losses.crossEntropy(Tensor<Double>([], shape: [0, 3]), []).item().isNaN)
        #expect(Losses.crossEntropy(Tensor<Double>([], shape: [0, 3]), [], reduction: .sum).item() == 0)
    }

    @Test func `extreme logits`() {
        func loss(_ row: [Double], _ index: Int) -> Double {
            Losses.crossEntropy(Tensor(row, shape: [1, 3]), [index]).item()
        }
        #expect(loss([1000, 0, 0], 0) == 0)
        #expect(loss([1000, 0, 0], 1) == 1000)
        #expect(loss([.infinity, 0, 0], 0).isNaN)
        #expect(loss([-.infinity, 0, 0], 0) == .infinity)
        #expect(loss([0, .nan, 0], 0).isNaN)
    }

    @Test func `mean squared error`() {
        let (a, b) = (Tensor<Double>([1, 2, 4], requiresGrad: true), Tensor<Double>([1, 4, 1]))
        let loss = Losses.mse(a, b)
        #expect(agree(loss.item(), 13.0 / 3, within: 1e-15))
        loss.backward()
        #expect(agree(a.grad!.values, [0, -4.0 / 3, 2], within: 1e-15))
        #expect(Losses.mse(a, b, reduction: .sum).item() == 13)
        #expect(Losses.mse(Tensor<Double>([]), Tensor<Double>([])).item().isNaN)
    }

    /// Equal numbers cost nothing and pull nowhere, however large, and neighbors pull by what they differ.
    @Test(arguments: [1, 0.1, 1e8, 3e38, -7.77] as [Float]) func `the gradient between equals is zero`(_ value: Float) {
        for reduction in Reduction.allCases {
            let (a, b) = ([value, value.nextUp, 0.3], [value, value, 0.3])
            let (x, t) = (Tensor(a, requiresGrad: true), Tensor(b, requiresGrad: true))
            Losses.mse(x, t, reduction: reduction).backward(reduction == .none ? .ones([3]) : nil)
            let scale: Float = reduction == .mean ? 1 / 3 : 1
            let slope = scale * 2 * (value.nextUp - value)
            #expect(agree(x.grad!.values, [0, slope, 0], within: 1e-7))
            #expect(agree(t.grad!.values, [0, -slope, 0], within: 1e-7))
        }
    }

    /// Gradients of logits that are nearly sure, where the probability of the other class is all that counts: of
    /// −log σ(x) it is −σ(−x), of −log σ(−x) it is σ(x).
    @Test func `the gradient of sure logits keeps its digits`() {
        let x = Tensor<Float>([20, -20, 20, -20, 0], requiresGrad: true)
        let t = Tensor<Float>([1, 0, 0, 1, 0.5])
        Losses.binaryCrossEntropy(logits: x, t, reduction: .sum).backward()
        #expect(agree(x.grad!.values, [-2.0611537e-9, 2.0611537e-9, 1, -1, 0], within: 1e-6))
        x.grad = nil
        let weight = Tensor<Float>([3, 3, 3, 3, 1])
        Losses.binaryCrossEntropy(logits: x, t, positiveWeight: weight, reduction: .sum).backward()
        #expect(agree(x.grad!.values, [-6.183461e-9, 2.0611537e-9, 1, -3, 0], within: 1e-6))
    }

    @Test func `the gradient of a sure class keeps its digits`() {
        // Of three rows: a third of p − 1, which Float holds to a few units of 6e-8.
        let x = Tensor<Float>([15, 0, 15, 0, 15, 0], shape: [3, 2], requiresGrad: true)
        Losses.crossEntropy(x, [0, 0, 0]).backward()
        let p = Float(1 / (1 + 3.0590232050182579e-7))
        #expect(agree(x.grad!.values[0], (p - 1) / 3, within: 1e-6))
    }
}
