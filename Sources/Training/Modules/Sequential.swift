/// Modules one after the other; parameters are named "0.weight", "2.bias" by place. `torch.nn.Sequential`.
public struct Sequential<Element: Scalar>: Module {
    /// The modules in the order they are applied.
    public let layers: [any Module<Element>]

    /// Modules in a row; with none, the input is the output.
    public init(_ layers: [any Module<Element>]) { self.layers = layers }

    /// Modules in a row; with none, the input is the output.
    public init(_ layers: any Module<Element>...) { self.layers = layers }

    public var parameters: [NamedParameter<Element>] {
        let all = layers.enumerated().flatMap { place, layer in
            layer.parameters.map { NamedParameter("\(place).\($0.name)", $0.tensor) }
        }
        return withoutRepeats(all)
    }

    public func train(_ isTraining: Bool) { for layer in layers { layer.train(isTraining) } }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { $1($0) }
    }
}
