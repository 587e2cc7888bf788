/// Adam with decoupled weight decay, of 0.01 by default. `torch.optim.AdamW`.
public final class AdamW<Element: Scalar>: Adam<Element> {
    public override init<Parameter: ParameterOrGroup<Element>>(
        _ parameters: [Parameter],
        learningRate: Double = 1e-3,
        betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2,
        maximize: Bool = false,
        amsgrad: Bool = false,
        decoupledWeightDecay: Bool = true
    ) throws(OptimizerError) {
        try super.init(
            parameters,
            learningRate: learningRate,
            betas: betas,
            epsilon: epsilon,
            weightDecay: weightDecay,
            maximize: maximize,
            amsgrad: amsgrad,
            decoupledWeightDecay: decoupledWeightDecay
        )
    }
}
