package import Telemetry
package import Training
import YAML

// The words that a recipe has for choices of the library.

extension Clip: YAMLWord {
    package static let synonyms = [
        "norm": "clip_grad_norm clip_grad_norm_ l2 global_norm", "none": "off false null no",
        "value": "clip_grad_value clip_grad_value_ clamp",
    ]
}

extension NonFinitePolicy: YAMLWord {
    package static let synonyms = [
        "stop": "abort raise error fail", "skip": "skip_step drop", "continue": "ignore proceed", "pause": "hold",
    ]
}

extension Subnormals: YAMLWord {
    package static let synonyms = ["flush": "ftz daz zero off", "keep": "ieee gradual on"]
}

extension Precision: YAMLWord {
    package static let synonyms = [
        "float": "float32 fp32 f32 single 32 fp16 bf16 half float16", "double": "float64 fp64 f64 64",
    ]
}

extension Activation.Kind: YAMLWord {
    package static let synonyms = ["sigmoid": "logistic", "silu": "swish", "hardtanh": "clip", "leaky_relu": "lrelu"]
}

extension ConvNet.Pooling: YAMLWord {
    package static let synonyms = ["average": "avg mean AvgPool2d", "max": "MaxPool2d"]
}

extension InitialWeights.Scheme: YAMLWord {
    package static let synonyms = [
        "xavier": "glorot xavier_uniform glorot_uniform", "xavier_normal": "glorot_normal",
        "kaiming": "he kaiming_uniform he_uniform", "kaiming_normal": "he_normal", "orthogonal": "ortho saxe",
        "default": "none torch pytorch", "normal": "gaussian random_normal",
    ]
}

extension PoisonedLabels: YAMLWord {}

extension OneCycleLR.Anneal: YAMLWord {
    package static let synonyms = ["cos": "cosine"]
}

extension ReduceLROnPlateau.ThresholdMode: YAMLWord {}
