/// The parameters of all groups in a row, each with its group's settings.
///
/// A group's rate is kept as a share of the optimizer's, so that a change of that one rate, by a schedule or an
/// operator, changes all groups in proportion.
struct GroupedParameters<Element: Scalar> {
    let parameters: [NamedParameter<Element>]
    /// For each parameter: its rate over the optimizer's.
    let rateShares: [Double]
    /// For each parameter.
    let weightDecays: [Double]

    init<Parameter: ParameterOrGroup<Element>>(
        _ list: [Parameter],
        learningRate: Double,
        weightDecay: Double
    ) throws(OptimizerError) {
        let groups = Parameter.groups(list)
        try requireLearningRate(learningRate)
        try requireNotNegative("weight decay", weightDecay)
        var (rateShares, weightDecays): ([Double], [Double]) = ([], [])
        var owners: [ObjectIdentifier: Int] = [:]
        for (place, group) in groups.enumerated() {
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
                guard owners.updateValue(place, forKey: ObjectIdentifier(parameter.tensor)) ?? place == place else {
                    throw .inTwoGroups(parameter: parameter.name)
                }
                rateShares.append(rate == learningRate ? 1 : rate / learningRate)
                weightDecays.append(decay)
            }
        }
        parameters = groups.flatMap(\.parameters)
        self.rateShares = rateShares
        self.weightDecays = weightDecays
    }
}
