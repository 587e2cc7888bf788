import Telemetry
import Training
import YAML

/// The keys of every model: its first weights.
struct WeightKeys: KeySection {
    @Key(
        "Weight initialization: as PyTorch's layers do, and nanoGPT's; Xavier or Kaiming, uniform or normal (mlp, cnn); "
            + "orthogonal or normal (all but transformer); Pascanu's sparse start of a given spectral radius, or the "
            + "identity (rnn of 1 layer). All but default begin with biases of 0.",
        name: "init"
    )
    var start = InitialWeights.Scheme.default
    @Key("The standard deviation of the weights under init normal.", in: .above(0)) var deviation = 0.01

    /// - Parameter starts: those that a kind of model has.
    init(_ starts: [InitialWeights.Scheme]) { $start.words = starts.map(\.rawValue) }

    /// The keys of linear layers and convolutions.
    static var ofLayers: WeightKeys {
        WeightKeys([.default, .xavier, .xavierNormal, .kaiming, .kaimingNormal, .orthogonal, .normal])
    }

    func initial(spectralRadius: Double = 1) -> InitialWeights {
        InitialWeights(start, deviation: deviation, spectralRadius: spectralRadius)
    }
}
