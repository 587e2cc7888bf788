extension Model {
    /// Weights and buffers under the names of torch.nn, tied ones under each of their names, copied.
    /// `torch.nn.Module.state_dict`.
    public var stateDict: [String: SavedArray] {
        var arrays = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, SavedArray.tensor($0.tensor)) })
        for tie in ties { arrays[tie.name] = arrays[tie.first] }
        for buffer in buffers where buffer.isInStateDict { arrays[buffer.name] = buffer.read() }
        return arrays
    }

    /// Loads weights and buffers. `torch.nn.Module.load_state_dict` with `strict=True`, except that a tied tensor may have
    /// only one of its names, as `safetensors.torch.save_model` writes it, and that numbers of another precision are rounded
    /// to the module's.
    ///
    /// - Throws: for missing or unexpected names, listing all; for a shape that does not fit, giving both; for ties with
    ///   different numbers. Then nothing has changed.
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
        try check(shapes: stateDict.mapValues(\.shape))
        var weights: [(Tensor<Element>, [Element])] = []
        for parameter in parameters {
            guard let array = stateDict[parameter.name] else { continue }
            weights.append((parameter.tensor, array.elements()))
        }
        var kept: [(NamedBuffer, SavedArray)] = []
        for buffer in buffers where buffer.isInStateDict {
            guard let now = buffer.read(), let array = stateDict[buffer.name] else { continue }
            kept.append((buffer, try converted(array, buffer.name, like: now)))
        }
        for (tensor, values) in weights { tensor.assign(values) }
        for (buffer, array) in kept { try buffer.restore(array) }
    }

    /// The names of weights and buffers, tied ones under their first name.
    var names: [String] { parameters.map(\.name) + buffers.filter(\.isInStateDict).map(\.name) }

    /// - Throws: where names and shapes are not the model's.
    func check(shapes: [String: [Int]]) throws(StateError) {
        var shapes = shapes
        for tie in ties {
            guard let shape = shapes.removeValue(forKey: tie.name) else { continue }
            shapes[tie.first] = shapes[tie.first] ?? shape
        }
        try checkNames(shapes.keys)
        for parameter in parameters { try checkShape(shapes, parameter.name, parameter.tensor.shape) }
        for buffer in buffers where buffer.isInStateDict {
            if let now = buffer.read() { try checkShape(shapes, buffer.name, now.shape) }
        }
    }

    private func checkNames(_ given: some Collection<String>) throws(StateError) {
        let expected = names
        let missing = Set(expected).subtracting(given)
        let unexpected = Set(given).subtracting(expected)
        guard !missing.isEmpty || !unexpected.isEmpty else { return }
        let prefix = WrapperPrefix.of(given, expected: expected)
        guard prefix.isEmpty || !Set(given.map { String($0.dropFirst(prefix.count)) }).isSuperset(of: expected) else {
            throw StateError("has \(prefix) before every name, which a wrapper has put there: take it away")
        }
        let parts = [("lacks", expected.filter { missing.contains($0) }), ("has the unexpected", unexpected.sorted())]
        throw StateError(
            parts.filter { !$0.1.isEmpty }.map { "\($0) \($1.joined(separator: ", "))" }.joined(separator: ", and ")
        )
    }

    private func checkShape(_ shapes: [String: [Int]], _ name: String, _ expected: [Int]) throws(StateError) {
        guard let shape = shapes[name], shape != expected else { return }
        throw StateError("\(name) has shape \(shape), the model has \(expected)")
    }

    private func converted(_ array: SavedArray, _ name: String, like kept: SavedArray) throws(StateError) -> SavedArray
    {
        guard array.kind != kept.kind else { return array }
        guard kept.kind != .int64 else { return try Optional(array).required(name, .int64) }
        return .tensor(Tensor<Element>(array.elements(), shape: array.shape))
    }
}
