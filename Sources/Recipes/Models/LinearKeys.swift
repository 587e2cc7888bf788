import Telemetry
import Training
import YAML

/// The keys of linear layers with an activation between them.
struct LinearKeys: KeySection {
    @Key(
        "Features, units of each hidden layer, outputs; in a cnn without the features.",
        in: .from(1, through: 100_000)
    )
    var sizes: [Int]
    @Key("The activation between the linear layers, and behind the convolutions; as in torch.nn.")
    var activation = Activation.Kind.relu
    @Key("Under activation elu, which approaches −alpha far below 0.", in: .finite, absent: "1") var alpha: Double?
    @Key("Under activation leaky_relu: its slope below 0.", in: .finite, absent: "0.01") var negativeSlope: Double?

    func check(_ report: inout FaultReport) {
        for (key, owner) in [($alpha, Activation.Kind.elu), ($negativeSlope, .leakyReLU)] where key.place.isGiven {
            // An option that chooses another activation leaves aside what the file says for the old one.
            guard activation != owner, key.place.isOption || !$activation.place.isOption else { continue }
            report.add(
                "\(key.place.path) does not go with model.activation \(activation.rawValue) (it is for \(owner.rawValue))",
                at: key
            )
        }
    }

    /// The activation with its settings.
    var function: Activation { Activation(activation, alpha: alpha ?? 1, slope: negativeSlope ?? 0.01) }

    /// Reports a last layer that gives something else than the loss asks for.
    func checkOutputs(_ task: ModelTask, of recipe: Recipe, _ report: inout FaultReport) {
        guard let last = sizes.last, last != task.outputs else { return }
        let loss = recipe.keys.loss
        let wanted =
            switch loss.targets {
            case .classes: "\(recipe.keys.data.name) has \(task.outputs) classes"
            case .twoClasses: "loss.kind \(loss.word) learns 1 logit for each row"
            case .numbers: "loss.kind \(loss.word) learns 1 number for each row"
            }
        report.add("model.sizes ends with \(last), but \(wanted)", at: $sizes)
    }

    /// 64-64-10, of which a deep network's middle says nothing that its ends do not.
    static func summary(_ sizes: [Int]) -> String {
        let (shown, isDeep) = (sizes.map(String.init), sizes.count > 5)
        return (isDeep ? Array(shown.prefix(2)) + ["…"] + shown.suffix(2) : shown).joined(separator: "-")
    }
}
