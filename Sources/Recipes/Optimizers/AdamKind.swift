import Telemetry
import Training
import YAML

/// Adam, whose weight decay is part of the gradient, or decoupled from it in AdamW.
struct AdamKind: OptimizerKind {
    let isDecoupled: Bool
    let shared: OptimizerKeys
    @Key("Decay of the two running means.", in: .from(0, below: 1)) var betas = NumberPair(first: 0.9, second: 0.999)
    @Key(.eps) var eps = 1e-8
    @Key("Divides by the largest running mean of squares so far, not by the latest.") var amsgrad = false

    init(isDecoupled: Bool) {
        (self.isDecoupled, shared) = (isDecoupled, OptimizerKeys(weightDecay: isDecoupled ? 0.01 : 0))
    }

    var word: String { isDecoupled ? "adamw" : "adam" }
    var synonyms: String {
        isDecoupled
            ? "adamw_torch adamw_hf adamw_torch_fused adamw_apex_fused adamw_8bit torch.optim.AdamW"
            : "torch.optim.Adam adamax nadam radam"
    }

    func stateCount(withMomentum _: Bool) -> Int { amsgrad ? 3 : 2 }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try Adam(
            groups,
            learningRate: shared.lr,
            betas: (betas.first, betas.second),
            epsilon: eps,
            weightDecay: shared.weightDecay,
            amsgrad: amsgrad,
            decoupledWeightDecay: isDecoupled
        )
    }
}
