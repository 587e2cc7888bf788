import Platform

extension Trainer {
    /// Resumes from a checkpoint's file. Its numbers are read only after its texts and shapes match the run.
    ///
    /// - Throws: `FileError` or `StateError`; then nothing has changed unless the numbers are at fault.
    public func resume(path: String) throws {
        let file = try OpenSafetensors(path)
        let label = try CheckpointLabel(file.header.metadata, path: path)
        try label.check(against: plan.checkpoints?.recipe ?? label.recipe)
        try model.check(shapes: file.shapes { !$0.hasPrefix(Checkpoint.prefix) })
        let (state, most) = (file.byteCount { $0.hasPrefix(Checkpoint.prefix) }, mostStateBytes)
        guard state <= most else {
            throw FileError(
                path,
                "is a broken checkpoint: its state is \(state) bytes, and this run's at most \(most)"
            )
        }
        try resume(from: Checkpoint(file), path: path)
    }

    /// Starts with the weights of a safetensors file, a checkpoint or not. Call it before the run.
    ///
    /// - Returns: the prefix of a wrapper that was removed from every name, such as "module."; usually empty.
    /// - Throws: `FileError` or `StateError`; then nothing has changed.
    public func load(weightsOf path: String) throws -> String {
        let file = try OpenSafetensors(path)
        let shapes = file.shapes { !$0.hasPrefix(Checkpoint.prefix) }
        let prefix = WrapperPrefix.of(shapes.keys, expected: model.names)
        func unwrapped<Value>(_ named: [String: Value]) -> [String: Value] {
            Dictionary(uniqueKeysWithValues: named.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        }
        try model.check(shapes: unwrapped(shapes))
        try load(weights: unwrapped(file.tensors { !$0.hasPrefix(Checkpoint.prefix) }))
        return prefix
    }

    /// An upper bound of the size of this run's state: an optimizer keeps up to three numbers for each parameter.
    private var mostStateBytes: Int {
        let parameters = model.parameters.reduce(0) { $0 + $1.tensor.count }
        return 2 * state.byteCount + 4 * MemoryLayout<Element>.size * parameters + 1 << 20
    }
}
