/// Modules applied in order; parameters are named "0.weight", "2.bias" by index. `torch.nn.Sequential`.
public struct Sequential<Element: Scalar>: Module {
    /// The modules in order.
    public let layers: [any Module<Element>]

    /// Modules in order; without any, the output is the input.
    public init(_ layers: [any Module<Element>]) { self.layers = layers }

    /// Modules in order; without any, the output is the input.
    public init(_ layers: any Module<Element>...) { self.layers = layers }

    public var children: [(name: String, module: any Module<Element>)] {
        layers.enumerated().map { (name: "\($0)", module: $1) }
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { $1($0) }
    }
}
