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

    func architecture(_ task: ModelTask) -> any Architecture {
        guard case .tokens(let vocabulary, let window, _) = task.inputs else {
            preconditionFailure("a transformer learns texts")
        }
        return Transformer(
            vocabulary: vocabulary,
            context: window,
            layers: layers,
            heads: heads,
            width: width,
            bias: bias,
            dropout: dropout
        )
    }
}
