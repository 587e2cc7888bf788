/// Parameters that an optimizer treats alike, with settings of their own. A dictionary in `param_groups` of
/// `torch.optim.Optimizer`.
///
/// It departs from PyTorch in that schedules follow one rate, the optimizer's, and groups keep their proportion to it all the
/// time. That is the same for schedules that multiply rates. Where a schedule names a rate itself (a cosine's minimum, the
/// lowest rate of a plateau, the peak of one cycle), that is the optimizer's rate, and a group of a tenth of it comes to
/// a tenth of that; PyTorch brings each group to the very number. So from rates 1 and 0.1 a cosine with a minimum of 0.05
/// ends at 0.05 and 0.005, in PyTorch at 0.05 and 0.05.
public struct ParameterGroup<Element: Scalar> {
    /// What is updated, in order.
    public let parameters: [NamedParameter<Element>]
    /// The group's rate at the start; nil for the optimizer's.
    public let learningRate: Double?
    /// How strongly the group's parameters are drawn to 0; nil for the optimizer's.
    public let weightDecay: Double?

    /// A group; what is nil is as the optimizer has it.
    public init(
        _ parameters: [NamedParameter<Element>],
        learningRate: Double? = nil,
        weightDecay: Double? = nil
    ) {
        self.parameters = parameters
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }
}

/// What an optimizer takes a list of: parameters, or groups of them that have settings of their own.
public protocol ParameterOrGroup<Element> {
    associatedtype Element: Scalar

    /// The groups that a list of these makes.
    static func groups(_ list: [Self]) -> [ParameterGroup<Element>]
}

extension NamedParameter: ParameterOrGroup {
    public static func groups(_ list: [NamedParameter]) -> [ParameterGroup<Element>] { [ParameterGroup(list)] }
}

extension ParameterGroup: ParameterOrGroup {
    public static func groups(_ list: [ParameterGroup]) -> [ParameterGroup] { list }
}

extension ParameterGroup {
    /// Groups of which only tensors of two or more axes decay, and biases and the scales of norms do not: nanoGPT's
    /// `configure_optimizers`. In a row they have the order of the parameters.
    public static func decayingMatrices(of parameters: [NamedParameter<Element>]) -> [ParameterGroup] {
        var groups: [(decays: Bool, parameters: [NamedParameter<Element>])] = []
        for parameter in parameters {
            let decays = parameter.tensor.shape.count >= 2
            if groups.last?.decays != decays { groups.append((decays, [])) }
            groups[groups.count - 1].parameters.append(parameter)
        }
        return groups.map { ParameterGroup($0.parameters, weightDecay: $0.decays ? nil : 0) }
    }
}

/// The parameters of all groups in a row, each with its group's settings.
///
/// A group's rate is kept as a share of the optimizer's, so that whoever changes that one rate, a schedule or an
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
