import Testing

@testable import Training

/// The modules within a model are its properties, unless it lists them itself.
@Suite struct ModuleChildrenTests {
    private struct Classifier: Module {
        typealias Element = Float
        let hidden: Linear<Float>
        let scale: Float = 2
        let norm: BatchNorm<Float>?
        let blocks: [any Module<Float>]
        let heads: [Linear<Float>]
        let output: any Module<Float>

        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { output(hidden(input).relu()) }
    }

    private class Base: Module {
        typealias Element = Float
        let first: Dropout<Float>

        init() { first = Dropout(using: RandomGenerator(seed: 1)) }

        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { first(input) }
    }

    private final class Derived: Base {
        let second = Dropout<Float>(using: RandomGenerator(seed: 2))
    }

    private func classifier(norm: BatchNorm<Float>?, output: (any Module<Float>)? = nil) -> Classifier {
        var generator = RandomGenerator(seed: 1)
        return Classifier(
            hidden: Linear(in: 3, out: 4, using: &generator),
            norm: norm,
            blocks: [ReLU(), Sequential(Linear(in: 4, out: 4, bias: false, using: &generator))],
            heads: [Linear(in: 4, out: 1, bias: false, using: &generator)],
            output: output ?? Linear(in: 4, out: 2, using: &generator)
        )
    }

    @Test func `properties that are modules are found in their order`() {
        let model = classifier(norm: BatchNorm(channels: 4))
        #expect(model.children.map(\.name) == ["hidden", "norm", "blocks.0", "blocks.1", "heads.0", "output"])
        #expect(
            model.parameters.map(\.name) == [
                "hidden.weight", "hidden.bias", "norm.weight", "norm.bias", "blocks.1.0.weight", "heads.0.weight",
                "output.weight", "output.bias",
            ]
        )
        #expect(model.buffers.map(\.name).first == "norm.running_mean" && model.buffers.count == 3)
    }

    @Test func `what is nil or no module is left out`() {
        #expect(classifier(norm: nil).children.map(\.name) == ["hidden", "blocks.0", "blocks.1", "heads.0", "output"])
        #expect(ReLU<Float>().children.isEmpty && BatchNorm<Float>(channels: 2).children.isEmpty)
        #expect(
            LSTM(weights: [RecurrentWeights<Float>(input: .ones([8, 3]), recurrent: .ones([8, 2]))]).children.isEmpty
        )
    }

    @Test func `a superclass comes first`() {
        let model = Derived()
        #expect(model.children.map(\.name) == ["first", "second"])
        model.train(false)
        #expect(!model.first.isTraining && !model.second.isTraining)
    }

    @Test func `a shared module is a tie`() {
        var generator = RandomGenerator(seed: 2)
        let shared = Linear<Float>(in: 3, out: 4, using: &generator)
        let model = Classifier(hidden: shared, norm: nil, blocks: [], heads: [], output: shared)
        #expect(model.parameters.map(\.name) == ["hidden.weight", "hidden.bias"])
        #expect(model.ties.map(\.name) == ["output.weight", "output.bias"])
    }
}
