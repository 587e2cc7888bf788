import Telemetry
import Training

extension Recipe {
    enum OptimizerChoice: Equatable {
        case sgd(momentum: Double, dampening: Double, nesterov: Bool, weightDecay: Double)
        /// AdamW where the decay is decoupled.
        case adam(
            beta1: Double,
            beta2: Double,
            eps: Double,
            weightDecay: Double,
            decoupled: Bool = false,
            amsgrad: Bool = false
        )
        case rmsprop(alpha: Double, eps: Double, momentum: Double, centered: Bool, weightDecay: Double)
        case adagrad(lrDecay: Double, initialSum: Double, eps: Double, weightDecay: Double)
    }

    /// The optimizer that a recipe's values ask for.
    static func optimizer(_ values: RecipeValues) throws(RecipeError) -> OptimizerChoice {
        let weightDecay = values.number("optimizer.weight_decay")
        let betas = values.numbers("optimizer.betas")
        let eps = values.number("optimizer.eps")
        let momentum = values.number("optimizer.momentum")
        switch values.text("optimizer.kind") {
        case let kind where kind == "adam" || kind == "adamw":
            return .adam(
                beta1: betas[0],
                beta2: betas[1],
                eps: eps,
                weightDecay: weightDecay,
                decoupled: kind == "adamw",
                amsgrad: values.flag("optimizer.amsgrad")
            )
        case "rmsprop":
            return .rmsprop(
                alpha: values.number("optimizer.alpha"),
                eps: eps,
                momentum: momentum,
                centered: values.flag("optimizer.centered"),
                weightDecay: weightDecay
            )
        case "adagrad":
            return .adagrad(
                lrDecay: values.number("optimizer.lr_decay"),
                initialSum: values.number("optimizer.initial_accumulator_value"),
                eps: eps,
                weightDecay: weightDecay
            )
        default:
            let dampening = values.number("optimizer.dampening")
            let nesterov = values.flag("optimizer.nesterov")
            if nesterov && (momentum == 0 || dampening != 0) {
                throw values.error(
                    at: "optimizer.nesterov",
                    message: "optimizer.nesterov needs momentum above 0 and dampening 0 "
                        + "(got momentum \(shortest(momentum)), dampening \(shortest(dampening)))"
                )
            }
            return .sgd(momentum: momentum, dampening: dampening, nesterov: nesterov, weightDecay: weightDecay)
        }
    }

    /// The optimizer of the model's parameters.
    func makeOptimizer<Element: Scalar>(
        _ parameters: [NamedParameter<Element>]
    ) throws(RecipeError) -> any Optimizer<Element> {
        let groups =
            values.text("optimizer.decayed") == "matrices"
            ? ParameterGroup.decayingMatrices(of: parameters) : [ParameterGroup(parameters)]
        do throws(OptimizerError) {
            switch optimizer {
            case .sgd(let momentum, let dampening, let nesterov, let weightDecay):
                return try SGD(
                    groups,
                    learningRate: lr,
                    momentum: momentum,
                    dampening: dampening,
                    weightDecay: weightDecay,
                    nesterov: nesterov
                )
            case .adam(let beta1, let beta2, let eps, let weightDecay, let decoupled, let amsgrad):
                return try Adam(
                    groups,
                    learningRate: lr,
                    betas: (beta1, beta2),
                    epsilon: eps,
                    weightDecay: weightDecay,
                    amsgrad: amsgrad,
                    decoupledWeightDecay: decoupled
                )
            case .rmsprop(let alpha, let eps, let momentum, let centered, let weightDecay):
                return try RMSprop(
                    groups,
                    learningRate: lr,
                    decay: alpha,
                    epsilon: eps,
                    weightDecay: weightDecay,
                    momentum: momentum,
                    centered: centered
                )
            case .adagrad(let lrDecay, let initialSum, let eps, let weightDecay):
                return try Adagrad(
                    groups,
                    learningRate: lr,
                    rateDecay: lrDecay,
                    weightDecay: weightDecay,
                    initialSum: initialSum,
                    epsilon: eps
                )
            }
        } catch {
            throw values.error(at: "optimizer", message: "optimizer: \(error)")
        }
    }
}
