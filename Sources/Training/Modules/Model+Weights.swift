extension Model {
    /// Freezes all weights, or lets them be trained again. `torch.nn.Module.requires_grad_`.
    ///
    /// A frozen parameter gets no gradient, so that it is not clipped, updated or decayed; a gradient it has is forgotten. It
    /// stays among `parameters` and in `stateDict`. The same for one tensor: `weight.requiresGrad = false`.
    public func setRequiresGrad(_ isRequired: Bool) {
        for parameter in parameters { parameter.tensor.requiresGrad = isRequired }
    }

    /// How many numbers training may change: those of parameters that are not frozen.
    public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.tensor.requiresGrad ? $1.tensor.count : 0) } }

    /// Sets weights by name, each in row-major order. `torch.nn.Module.load_state_dict` with `strict=False`:
    /// names not given stay as they are; a name the model does not have, or a wrong count, traps.
    public func load(_ weights: [String: [Element]]) {
        let known = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.tensor) })
        for (name, values) in weights {
            guard let tensor = known[name] else {
                usageError("load: there is no parameter \(name) (there are: \(parameters.map(\.name)))")
            }
            tensor.assign(values)
        }
    }
}
