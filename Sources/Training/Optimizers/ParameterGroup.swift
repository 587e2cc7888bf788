/// Parameters that share settings of their own within an optimizer. A dictionary in `param_groups` of
/// `torch.optim.Optimizer`.
///
/// It departs from PyTorch in that schedules follow one rate, the optimizer's, and groups always keep their proportion to
/// it. Schedules that multiply rates are the same in both. Where a schedule names a rate itself (a cosine's minimum, the
/// lowest rate of a plateau, the peak of one cycle), that is the optimizer's rate, and a group of a tenth of it ends at
/// a tenth of that; PyTorch brings each group to exactly that value. So from rates 1 and 0.1 a cosine with a minimum of 0.05
/// ends at 0.05 and 0.005, in PyTorch at 0.05 and 0.05.
public struct ParameterGroup<Element: Scalar> {
    /// The updated parameters, in order.
    public let parameters: [NamedParameter<Element>]
    /// The group's rate at the start; nil for the optimizer's.
    public let learningRate: Double?
    /// The group's weight decay; nil for the optimizer's.
    public let weightDecay: Double?

    /// A group; a nil setting is the optimizer's.
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
