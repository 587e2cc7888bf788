import Foundation
import Platform
import Testing

@testable import Training

/// Weights and buffers by name, with PyTorch's files.
@Suite struct StateDictTests {
    private struct Weights: Decodable {
        struct Batch: Decodable {
            let inputs: [Float]
            let outputs: [Float]
        }
        let batchnorm: Batch
        let tied: [Float]
    }

    private static let weights: Weights? = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/weights.json")
        return (try? Data(contentsOf: path)).flatMap { try? JSONDecoder().decode(Weights.self, from: $0) }
    }()

    private func normalized<Element: Scalar>(_: Element.Type = Element.self) -> Sequential<Element> {
        var generator = RandomGenerator(seed: 3)
        return Sequential(
            Linear(in: 4, out: 5, using: &generator),
            BatchNorm(channels: 5),
            Tanh(),
            Linear(in: 5, out: 3, using: &generator)
        )
    }

    @Test func `weights and buffers of PyTorch give its outputs`() throws {
        let golden = try #require(Self.weights).batchnorm
        let file = try Safetensors(path: goldenSafetensors("batchnorm"))
        let (single, double) = (normalized(Float.self), normalized(Double.self))
        try single.load(stateDict: file.tensors)
        try double.load(stateDict: file.tensors)
        single.train(false)
        double.train(false)
        // PyTorch's products were fused.
        let tolerance = Processor.kernels == "baseline" ? 3e-6 : 1e-6
        #expect(agree(single(Tensor(golden.inputs, shape: [2, 4])).values, golden.outputs, within: tolerance))
        let outputs = double(Tensor(golden.inputs.map(Double.init), shape: [2, 4])).values
        #expect(agree(outputs.map { Float($0) }, golden.outputs, within: 3e-6))
        #expect(single.stateDict["1.num_batches_tracked"] == .integer(7))
        // And back: every tensor of the file, bit by bit.
        #expect(single.stateDict == file.tensors)
    }

    @Test func `a tied tensor is found under either name`() throws {
        let golden = try #require(Self.weights).tied
        let file = try Safetensors(path: goldenSafetensors("tied"))
        #expect(Array(file.tensors.keys) == ["0.weight"])
        func model() -> Sequential<Float> {
            let shared = Tensor<Float>.zeros([3, 3], requiresGrad: true)
            return Sequential(Linear(weight: shared, bias: nil), Tanh(), Linear(weight: shared, bias: nil))
        }
        let weight = try #require(file.tensors["0.weight"])
        for arrays in [["0.weight": weight], ["2.weight": weight], ["0.weight": weight, "2.weight": weight]] {
            let model = model()
            try model.load(stateDict: arrays)
            #expect(model.parameters.count == 1 && model.parameters[0].tensor.values == golden)
            #expect(model.stateDict == ["0.weight": weight, "2.weight": weight])
        }
        let other = SavedArray.tensor(Tensor<Float>.zeros([3, 3]))
        let error = #expect(throws: StateError.self) {
            try model().load(stateDict: ["0.weight": weight, "2.weight": other])
        }
        #expect(error?.description == "2.weight and 0.weight are one tensor, and are there with different numbers")
        // Ties within a part and between parts.
        let shared = Tensor<Float>.zeros([3, 3], requiresGrad: true)
        let within = Sequential<Float>(Linear(weight: shared, bias: nil), Linear(weight: shared, bias: nil))
        let outer = NamedLayers<Float>([("a", Linear(weight: shared, bias: nil)), ("b", within)])
        #expect(outer.ties.map(\.name) == ["b.0.weight", "b.1.weight"])
        #expect(outer.ties.map(\.first) == ["a.weight", "a.weight"])
    }

    @Test func `weights that do not fit are refused and change nothing`() throws {
        let model = normalized(Float.self)
        let before = model.stateDict
        func refusal(_ change: (inout [String: SavedArray]) -> Void) throws -> String? {
            var arrays = before.mapValues { array in
                SavedArray(kind: array.kind, shape: array.shape, bytes: array.bytes.map { _ in 1 })
            }
            change(&arrays)
            let error = #expect(throws: StateError.self) { try model.load(stateDict: arrays) }
            #expect(model.stateDict == before)
            return error?.description
        }
        #expect(
            try refusal { $0["3.weight"] = .tensor(Tensor<Float>.zeros([5, 3])) }
                == "3.weight has shape [5, 3], the model has [3, 5]"
        )
        #expect(
            try refusal { $0["1.running_var"] = .tensor(Tensor<Float>.zeros([4])) }
                == "1.running_var has shape [4], the model has [5]"
        )
        #expect(
            try refusal { $0["1.num_batches_tracked"] = .number(1) }
                == "1.num_batches_tracked holds F64, I64 is expected"
        )
        #expect(
            try refusal {
                $0["1.bias"] = nil
                $0["3.bias"] = nil
                $0["head.bias"] = .number(1)
                $0["4.bias"] = .number(1)
            } == "lacks 1.bias, 3.bias, and has the unexpected 4.bias, head.bias"
        )
        #expect(try refusal { $0["x"] = .number(1) } == "has the unexpected x")
        #expect(
            try refusal { arrays in
                arrays = Dictionary(uniqueKeysWithValues: arrays.map { ("module._orig_mod.\($0.key)", $0.value) })
            } == "has module._orig_mod. before every name, which a wrapper has put there: take it away"
        )
        #expect(WrapperPrefix.of(["model.a", "model.b"], expected: ["model.a", "model.b"]) == "")
        #expect(WrapperPrefix.of(["module.model.a", "module.model.b"], expected: ["model.a", "model.b"]) == "module.")
        #expect(WrapperPrefix.of(["model.a", "b"], expected: ["a", "b"]) == "")
        #expect(WrapperPrefix.of([], expected: ["a"]) == "")
    }
}
