/// A tensor with its name in its module ("weight", "0.bias", "1.weight_hh_l0"), as torch.nn names it.
public struct NamedParameter<Element: Scalar> {
    /// Its path in the module.
    public let name: String
    /// The module's own tensor, not a copy.
    public let tensor: Tensor<Element>

    /// A named tensor.
    public init(_ name: String, _ tensor: Tensor<Element>) {
        self.name = name
        self.tensor = tensor
    }
}

/// Each tensor once, under its first name.
func withoutRepeats<Element>(_ parameters: [NamedParameter<Element>]) -> [NamedParameter<Element>] {
    var seen: Set<ObjectIdentifier> = []
    return parameters.filter { seen.insert(ObjectIdentifier($0.tensor)).inserted }
}
