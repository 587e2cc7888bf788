import Telemetry
import Training
import YAML

/// The keys of every optimizer, in PyTorch's words.
struct OptimizerKeys: KeySection {
    @Key("The learning rate at the start.", in: .learningRate) var lr = 0.001
    @Key("Weight decay; decoupled from the gradient under adamw.", in: .atLeast(0)) var weightDecay = 0.0
    @Key("The parameters that decay: all, or matrices only, which leaves out biases and the scales of norms.")
    var decayed = Decayed.all

    enum Decayed: String, YAMLWord {
        case all, matrices
    }

    init(lr: Double = 0.001, weightDecay: Double = 0) { (self.lr, self.weightDecay) = (lr, weightDecay) }

    /// The parameters in groups that decay or do not.
    func groups<Element: Scalar>(of parameters: [NamedParameter<Element>]) -> [ParameterGroup<Element>] {
        decayed == .matrices ? ParameterGroup.decayingMatrices(of: parameters) : [ParameterGroup(parameters)]
    }
}

extension KeyDeclaration {
    static let momentum = KeyDeclaration("Momentum factor: the share of the last update that is kept.", in: .atLeast(0))
    static let eps = KeyDeclaration("Added to the denominator.", in: .atLeast(0))
}
