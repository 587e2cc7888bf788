/// Modules one after the other, of which those with weights have names: parameters are "hidden1.weight",
/// "output.bias". What `Sequential` is, for layers that a person will read of.
public struct NamedLayers<Element: Scalar>: Module {
    /// A name of nothing is for a module without weights.
    public let layers: [(name: String, module: any Module<Element>)]

    public init(_ layers: [(name: String, module: any Module<Element>)]) { self.layers = layers }

    public var parameters: [NamedParameter<Element>] {
        let all = layers.flatMap { layer in
            layer.module.parameters.map { NamedParameter("\(layer.name).\($0.name)", $0.tensor) }
        }
        return withoutRepeats(all)
    }

    public func train(_ isTraining: Bool) { for layer in layers { layer.module.train(isTraining) } }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { $1.module($0) }
    }
}
