extension Model {
    /// Freezes all weights, or makes them trainable again. `torch.nn.Module.requires_grad_`.
    ///
    /// A frozen parameter gets no gradient, so that it is not clipped, updated or decayed; its present gradient is discarded.
    /// It remains in `parameters` and `stateDict`. For one tensor: `weight.requiresGrad = false`.
    public func setRequiresGrad(_ isRequired: Bool) {
        for parameter in parameters { parameter.tensor.requiresGrad = isRequired }
    }

    /// The number of trainable numbers: those of parameters that are not frozen.
    public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.tensor.requiresGrad ? $1.tensor.count : 0) } }

    /// Sets weights by name, each in row-major order. `torch.nn.Module.load_state_dict` with `strict=False`:
    /// missing names are not changed; an unknown name, or a wrong count, traps.
    public func load(_ weights: [String: [Element]]) {
        let known = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.tensor) })
        for (name, values) in weights {
            guard let tensor = known[name] else {
                usageError("load: there is no parameter \(name) (known: \(parameters.map(\.name)))")
            }
            tensor.assign(values)
        }
    }
}
