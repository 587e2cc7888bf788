import Training

/// Adam with weight decay that is decoupled from the gradient.
struct AdamWKind: OptimizerKind {
    static let word = "adamw"
    static let synonyms = "adamw_torch adamw_hf adamw_torch_fused adamw_apex_fused adamw_8bit torch.optim.AdamW"

    var shared = OptimizerKeys(weightDecay: 0.01)
    var adam = AdamKeys()

    func stateCount(withMomentum _: Bool) -> Int { adam.stateCount }

    func make<Element: Scalar>(_ groups: [ParameterGroup<Element>]) throws(OptimizerError) -> any Optimizer<Element> {
        try adam.make(groups, shared, decoupled: true)
    }
}
