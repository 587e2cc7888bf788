/// Modules applied in order, of which those with weights have names: parameters are "hidden1.weight",
/// "output.bias". A `Sequential` for layers shown to users.
public struct NamedLayers<Element: Scalar>: Module {
    /// The modules in order; an empty name is for a module without weights.
    public let layers: [(name: String, module: any Module<Element>)]

    public init(_ layers: [(name: String, module: any Module<Element>)]) { self.layers = layers }

    /// A layer without a name is named by its index.
    public var children: [(name: String, module: any Module<Element>)] {
        layers.enumerated().map { ($1.name.isEmpty ? "\($0)" : $1.name, $1.module) }
    }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { $1.module($0) }
    }
}
