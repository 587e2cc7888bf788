extension Model {
    /// Weights and buffers under the names of torch.nn, tied ones under each of their names, copied.
    /// `torch.nn.Module.state_dict`.
    public var stateDict: [String: SavedArray] {
        var arrays = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, SavedArray.tensor($0.tensor)) })
        for tie in ties { arrays[tie.name] = arrays[tie.first] }
        for buffer in buffers where buffer.isInStateDict { arrays[buffer.name] = buffer.read() }
        return arrays
    }

    /// Takes weights and buffers. `torch.nn.Module.load_state_dict` with `strict=True`, but that a tied tensor may be
    /// there under one of its names only, as `safetensors.torch.save_model` leaves it, and that numbers of another
    /// precision are rounded to the module's.
    ///
    /// - Throws: for names that are missing or unexpected, all of them named; for a shape that does not fit, both named;
    ///   for ties that differ. Then nothing has changed.
    public func load(stateDict: [String: SavedArray]) throws(StateError) {
        var stateDict = stateDict
        let ties = ties
        for tie in ties {
            guard let array = stateDict.removeValue(forKey: tie.name) else { continue }
            guard array == stateDict[tie.first, default: array] else {
                throw StateError("\(tie.name) and \(tie.first) are one tensor, and are there with different numbers")
            }
            stateDict[tie.first] = array
        }
        let (parameters, buffers) = (parameters, buffers.filter(\.isInStateDict))
        try checkNames(of: stateDict, expected: parameters.map(\.name) + buffers.map(\.name))
        var weights: [(Tensor<Element>, [Element])] = []
        for parameter in parameters {
            let array = stateDict[parameter.name]
            weights.append(
                (parameter.tensor, try fitting(array, parameter.name, shape: parameter.tensor.shape).elements())
            )
        }
        var kept: [(NamedBuffer, SavedArray)] = []
        for buffer in buffers {
            guard let now = buffer.read(), let array = stateDict[buffer.name] else { continue }
            kept.append((buffer, try converted(array, buffer.name, like: now)))
        }
        for (tensor, values) in weights { tensor.assign(values) }
        for (buffer, array) in kept { try buffer.restore(array) }
    }

    private func checkNames(of stateDict: [String: SavedArray], expected: [String]) throws(StateError) {
        let missing = expected.filter { stateDict[$0] == nil }
        let unexpected = Set(stateDict.keys).subtracting(expected).sorted()
        guard !missing.isEmpty || !unexpected.isEmpty else { return }
        let parts = [("lacks", missing), ("has the unexpected", unexpected)]
        throw StateError(
            parts.filter { !$0.1.isEmpty }.map { "\($0) \($1.joined(separator: ", "))" }.joined(separator: ", and ")
        )
    }

    private func fitting(_ array: SavedArray?, _ name: String, shape: [Int]) throws(StateError) -> SavedArray {
        guard let array, array.shape == shape else {
            throw StateError("\(name) has shape \(array?.shape ?? []), the model has \(shape)")
        }
        return array
    }

    private func converted(_ array: SavedArray, _ name: String, like kept: SavedArray) throws(StateError) -> SavedArray
    {
        let array = try fitting(array, name, shape: kept.shape)
        guard array.kind != kept.kind else { return array }
        guard kept.kind != .int64 else { return try Optional(array).required(name, .int64) }
        return .tensor(Tensor<Element>(array.elements(), shape: array.shape))
    }
}
