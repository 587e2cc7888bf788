package import Telemetry
package import Training

// The words that a recipe has for choices of the library.

extension Clip: KeyWord {
    static let synonyms = [
        "norm": "clip_grad_norm clip_grad_norm_ l2 global_norm", "none": "off false null no",
        "value": "clip_grad_value clip_grad_value_ clamp",
    ]
}

extension NonFinitePolicy: KeyWord {
    static let synonyms = [
        "stop": "abort raise error fail", "skip": "skip_step drop", "continue": "ignore proceed", "pause": "hold",
    ]
}

extension Subnormals: KeyWord {
    static let synonyms = ["flush": "ftz daz zero off", "keep": "ieee gradual on"]
}
