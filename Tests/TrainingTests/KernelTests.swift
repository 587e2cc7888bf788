import CKernels
import Foundation
import Testing

@testable import Training

/// The vector code of the Float kernels against libm in Double.
@Suite struct KernelTests {
    private static let inputs: [Float] = {
        var generator = RandomGenerator(seed: 3)
        let spread = (0..<40_000).map { _ in Float(generator.normal() * exp(generator.uniform(-12, 4))) }
        return spread + (0..<20_000).map { Float($0) * 1e-4 } + [
            0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude / 100, 1, -1, 0.99999994, 87.3, 88.72,
            88.73, -87.3, -103.9, -104.1,
        ]
    }()

    private func worst(_ ours: [Float], _ exact: (Double) -> Double) -> Double {
        zip(Self.inputs, ours).reduce(0) { worst, pair in
            let expected = exact(Double(pair.0))
            guard abs(expected) >= Double(Float.leastNormalMagnitude), expected <= Double(Float.greatestFiniteMagnitude)
            else { return worst }
            return max(worst, abs(Double(pair.1) - expected) / abs(expected))
        }
    }

    @Test func `float functions are accurate`() {
        let x = Tensor(Self.inputs)
        #expect(worst(x.exp().values, exp) < 1.1e-7)
        #expect(worst(x.tanh().values, tanh) < 1.1e-7)
        #expect(worst(x.sigmoid().values) { 1 / (1 + exp(-$0)) } < 1.8e-7)
    }

    @Test func `float functions at the ends`() {
        let ends = Tensor<Float>([.infinity, -.infinity, .nan, 200, -200])
        #expect(agree(ends.exp().values, [.infinity, 0, .nan, .infinity, 0], within: 0))
        #expect(agree(ends.tanh().values, [1, -1, .nan, 1, -1], within: 0))
        #expect(agree(ends.sigmoid().values, [1, 0, .nan, 1, 0], within: 0))
        let subnormal = Tensor<Float>([-100, -88]).exp().values
        #expect(agree(Double(subnormal[0]), 3.783506e-44, within: 0.03))
        #expect(agree(Double(subnormal[1]), 6.0546019e-39, within: 1e-6))
    }

    /// Vector code handles whole blocks, and what is left over apart; both must be the same function.
    @Test func `every length gives the same numbers`() {
        let long = Array(Self.inputs.prefix(257))
        let whole = Tensor(long).tanh().values
        for length in 0..<257 {
            #expect(Tensor(Array(long.prefix(length))).tanh().values == Array(whole.prefix(length)))
        }
    }

    /// A GRU's state that is already what it tends to stays so, bit by bit.
    @Test func `a GRU at rest stays`() {
        let sums: [Float] = [-3, -0.7, -1e-3, 0, 0.1, 0.3, 2, 9]
        let rest = Tensor(sums).tanh().values
        let gates = Storage<Float>(count: 3 * sums.count)
        let recurrent = Storage<Float>.zeros(3 * sums.count)
        for (unit, sum) in sums.enumerated() {
            // The reset gate, the update gate in every position, and the sum of what is new.
            gates.pointer[unit] = 0
            gates.pointer[sums.count + unit] = Float(unit) - 3.3
            gates.pointer[2 * sums.count + unit] = sum
        }
        var h = [Float](repeating: 0, count: sums.count)
        ck_gru_step(CK_FLOAT, gates.pointer, recurrent.read, rest, &h, 1, sums.count)
        #expect(h == rest)
    }

    @Test func `sums run in double`() {
        let values = [Float](repeating: 0.1, count: 1_000_003)
        let exact = Double(Float(0.1)) * 1_000_003
        #expect(abs(Double(Tensor(values).sum().item()) - exact) / exact < 6e-8)
        let tensor = Tensor([Float](repeating: 0, count: 1), requiresGrad: true)
        #expect(tensor.sum().item() == 0)
    }

    @Test func `the same input gives the same bits`() {
        let x = Tensor(Self.inputs)
        let first = (x.sum().item(), x.softmax().values)
        for _ in 0..<5 {
            #expect(x.sum().item() == first.0)
            #expect(x.softmax().values == first.1)
        }
    }
}
