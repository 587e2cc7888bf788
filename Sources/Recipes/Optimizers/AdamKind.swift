import Telemetry
import Training

/// Adam, whose weight decay is part of the gradient.
struct AdamKind: OptimizerKind {
    static let word = "adam"
    static let synonyms = "torch.optim.Adam adamax nadam radam"

    var shared = OptimizerKeys()
    var adam = AdamKeys()

    func stateCount(withMomentum _: Bool) -> Int { adam.stateCount }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try adam.make(groups, shared, decoupled: false)
    }
}

/// The keys of Adam and AdamW.
struct AdamKeys: RecipeSection {
    @Key("Decay of the two running means.", in: .from(0, below: 1)) var betas = NumberPair(first: 0.9, second: 0.999)
    @Key(.eps) var eps = 1e-8
    @Key("Divides by the largest running mean of squares so far, not by the latest.") var amsgrad = false

    var stateCount: Int { amsgrad ? 3 : 2 }

    func make<Element: Scalar>(
        _ groups: [ParameterGroup<Element>],
        _ shared: OptimizerKeys,
        decoupled: Bool
    ) throws(OptimizerError) -> any Optimizer<Element> {
        try Adam(
            groups,
            learningRate: shared.lr,
            betas: (betas.first, betas.second),
            epsilon: eps,
            weightDecay: shared.weightDecay,
            amsgrad: amsgrad,
            decoupledWeightDecay: decoupled
        )
    }
}
