import Testing

@testable import Training

/// Norms other than the usual ones: values of `clip_grad_norm_(…, 1, norm_type=p)` of PyTorch 2.13.
@Suite struct NormTypeTests {
    private func norm(_ gradients: [[Float]], _ p: Double) throws -> (norm: Double, after: [Float]) {
        let made = gradients.map { gradient in
            let tensor = Tensor<Float>.zeros([gradient.count], requiresGrad: true)
            tensor.grad = Tensor(gradient)
            return NamedParameter("a", tensor)
        }
        return (try clipGradNorm(made, maxNorm: 1, normType: p), made.flatMap { $0.tensor.grad!.values })
    }

    /// The norm of the tensors' counts: how many of them hold anything but zeros, NaN included.
    @Test func `zero counts tensors`() throws {
        #expect(try norm([[3, 0, -4], [0, 0]], 0) == (1, [2.999997138977051, 0, -3.9999961853027344, 0, 0]))
        #expect(try norm([[0, 0]], 0) == (0, [0, 0]))
        #expect(try norm([[], [1]], 0) == (1, [0.9999990463256836]))
        let (nan, after) = try norm([[1, .nan], [2]], 0)
        #expect(nan == 2 && after[0] == 0.4999997615814209 && after[1].isNaN && after[2] == 0.9999995231628418)
    }

    @Test(arguments: [-1, -2, -Double.infinity]) func `a negative one is that of the smallest`(p: Double) throws {
        #expect(try norm([[3, 0, -4], [0, 0]], p) == (0, [3, 0, -4, 0, 0]))
        #expect(try norm([[.infinity, 1]], p) == (1, [.infinity, 0.9999990463256836]))
        #expect(try norm([[1, .nan], [2]], p).norm.isNaN)
        // PyTorch: "cannot compute the -1 norm on an empty tensor because the operation does not have an identity".
        #expect(throws: ClippingError.emptyGradient(parameter: "a")) { try norm([[], [1]], p) }
    }

    /// PyTorch makes every gradient NaN.
    @Test func `nan is refused in words`() {
        let error = #expect(throws: ClippingError.self) { try norm([[1]], .nan) }
        #expect(error?.description == "norm_type must be a number (got NaN)")
    }

    @Test func `a run is not clipped by such a norm`() async {
        var stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = RunPlan(name: "a", steps: 1, normType: 0)
        }
        var text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("RunPlan: normType must be more than 0 (got 0)"))
        stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = RunPlan(name: "a", steps: 1, normType: .nan)
        }
        text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("RunPlan: normType must be a number (got NaN)"))
    }
}
