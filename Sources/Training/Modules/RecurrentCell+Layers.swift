extension RecurrentCell {
    /// Layers with PyTorch's default start, each fed with the outputs of the one before.
    func makeLayers(
        _ inputs: Int,
        _ hidden: Int,
        layers: Int,
        bias: Bool,
        using generator: inout RandomGenerator
    ) -> [RecurrentWeights<Element>] {
        require(layers > 0, "\(name): layers must be 1 or more, not \(layers)")
        return (0..<layers).map { layer in
            RecurrentWeights(layer == 0 ? inputs : hidden, hidden, gates: gates, bias: bias, using: &generator)
        }
    }

    /// The layers; traps unless there is one or more and each has this cell's gates.
    func checked(_ layers: [RecurrentWeights<Element>]) -> [RecurrentWeights<Element>] {
        require(!layers.isEmpty, "\(name): there are no layers")
        for layer in layers where layer.recurrent.shape[0] != gates * layer.hidden {
            let sums = gates == 1 ? "hidden" : "\(gates) · hidden"
            shapeError(name, layer.recurrent.shape, "expected weights [\(sums), hidden]")
        }
        return layers
    }
}
