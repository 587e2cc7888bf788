import Telemetry
import Training
import YAML

/// nanoGPT's transformer, as long as a window of the text.
struct TransformerKind: ModelKind {
    let word = "transformer"
    let meaning = "for texts: nanoGPT's transformer, as long as a window"
    let synonyms = "gpt gpt2 nanogpt attention decoder"
    let learns = [DataShape.texts]

    @Key(.layers) var layers = 4
    @Key("Attention heads; they divide the width.", in: .from(1, through: 1000)) var heads = 4
    @Key("Model width.", in: .from(1, through: 100_000)) var width = 128
    @Key("Whether linear layers and norms have biases.") var bias = true
    @Key("Dropout probability.", in: .from(0, through: 1)) var dropout = 0.0
    let weights = WeightKeys([.default])

    var summary: String { "transformer \(layers)×\(width)" }

    func check(_ report: inout FaultReport) {
        guard !width.isMultiple(of: heads) else { return }
        report.add("model.width \(width) does not divide into \(heads) heads", at: $heads, $width)
    }

    func make<Element: Scalar>(_ task: ModelTask, using generator: inout RandomGenerator) -> any Model<Element> {
        guard case .tokens(let vocabulary, let window, _) = task.inputs else {
            preconditionFailure("a transformer learns texts")
        }
        return GPT(
            vocabulary: vocabulary,
            context: window,
            layers: layers,
            heads: heads,
            width: width,
            bias: bias,
            dropout: dropout,
            using: &generator
        )
    }

    func size(_ task: ModelTask) -> ModelSize {
        guard case .tokens(let vocabulary, let window, _) = task.inputs else { return ModelSize() }
        let (width, places) = (Double(width), Double(window))
        let shares = Double(heads) * places * places
        var size = ModelSize(parameters: (Double(vocabulary) + places) * width)
        func norm() {
            size.parameters += bias ? 2 * width : width
            size.operation(places * width, places * width, keeps: 2 * places)
        }
        func linear(_ inputs: Double, _ outputs: Double) {
            size.linear(inputs, outputs, places: places, bias: bias)
        }
        /// What went in, and a dropout's mask and result, behind the end of a sum.
        func addition() {
            size.operation(places * width, places * width, keeps: dropout > 0 ? 2 * places * width : 0)
        }
        size.operation(0, places * width, keeps: 2 * places * width)
        for _ in 0..<layers {
            norm()
            linear(width, 3 * width)
            size.operation(3 * places * width, places * width, keeps: dropout > 0 ? 3 * shares : shares)
            linear(width, width)
            addition()
            norm()
            linear(width, 4 * width)
            size.operation(4 * places * width, 4 * places * width)
            linear(4 * width, width)
            addition()
        }
        norm()
        size.operation(places * width, places * Double(vocabulary))
        return size
    }
}
