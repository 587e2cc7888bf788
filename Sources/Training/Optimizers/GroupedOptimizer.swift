/// The base of this library's optimizers: parameters in groups, one rate, weight decay and a direction.
///
/// A group's rate is kept as a share of the optimizer's, so that a change of that one rate, by a schedule or an
/// operator, changes all groups in proportion.
public class GroupedOptimizer<Element: Scalar> {
    /// The updated parameters of all groups, in order.
    public let parameters: [NamedParameter<Element>]
    /// The step size of the next step, 0 or more.
    public var learningRate: Double
    /// The weight decay of groups without their own; 0 for none.
    public let weightDecay: Double
    /// Whether a step goes up the gradient instead of down.
    public let maximize: Bool

    /// For each parameter: its rate over the optimizer's.
    private let rateShares: [Double]
    /// For each parameter.
    private let weightDecays: [Double]

    init<Parameter: ParameterOrGroup<Element>>(
        _ list: [Parameter],
        learningRate: Double,
        weightDecay: Double,
        maximize: Bool
    ) throws(OptimizerError) {
        try requireLearningRate(learningRate)
        try requireNotNegative("weight decay", weightDecay)
        let groups = list.map(\.group)
        // In a plain list a parameter may be there twice.
        let isPlain = Parameter.self == NamedParameter<Element>.self
        var (rateShares, weightDecays): ([Double], [Double]) = ([], [])
        var owners: [ObjectIdentifier: Int] = [:]
        for (index, group) in groups.enumerated() {
            let (rate, decay) = (group.learningRate ?? learningRate, group.weightDecay ?? weightDecay)
            try requireLearningRate(rate)
            try requireNotNegative("weight decay", decay)
            guard rate == learningRate || learningRate > 0 else {
                throw .outOfRange(
                    setting: "learning rate",
                    value: learningRate,
                    range: "above 0 where a group has its own"
                )
            }
            for parameter in group.parameters {
                let owner = owners.updateValue(index, forKey: ObjectIdentifier(parameter.tensor)) ?? index
                guard isPlain || owner == index else { throw .inTwoGroups(parameter: parameter.name) }
                rateShares.append(rate == learningRate ? 1 : rate / learningRate)
                weightDecays.append(decay)
            }
        }
        parameters = groups.flatMap(\.parameters)
        (self.learningRate, self.weightDecay, self.maximize) = (learningRate, weightDecay, maximize)
        (self.rateShares, self.weightDecays) = (rateShares, weightDecays)
    }

    /// Calls the closure for each parameter that has a gradient.
    @inline(__always)
    final func forEachUpdate(_ body: (ParameterUpdate<Element>) -> Void) {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = parameter.tensor.grad else { continue }
            body(
                ParameterUpdate(
                    index: index,
                    parameter: parameter.tensor,
                    gradient: gradient,
                    learningRate: learningRate * rateShares[index],
                    weightDecay: weightDecays[index]
                )
            )
        }
    }
}
