/// A multilayer perceptron: linear layers "hidden1", …, "output" with an activation between them.
///
/// [N, features] → [N, outputs].
public struct MLP: Architecture {
    /// Features, units of each hidden layer, outputs: 2 or more.
    public let sizes: [Int]
    /// The activation between two layers.
    public let activation: Activation
    /// How the weights begin.
    public let weights: InitialWeights

    /// - Parameters:
    ///   - sizes: features, units of each hidden layer, outputs; traps for fewer than 2.
    ///   - activation: between two layers.
    ///   - weights: how they begin.
    public init(sizes: [Int], activation: Activation = Activation(.relu), weights: InitialWeights = InitialWeights()) {
        require(sizes.count >= 2, "MLP: sizes must name features and outputs, not \(sizes)")
        (self.sizes, self.activation, self.weights) = (sizes, activation, weights)
    }

    public var size: ModelSize {
        var size = ModelSize(activations: Double(sizes[0]))
        size.add(self)
        return size
    }

    public func make<Element: Scalar>(using generator: inout RandomGenerator) -> any Model<Element> {
        let model = NamedLayers<Element>(layers(using: &generator))
        weights.initialize(model, using: &generator)
        return model
    }

    /// The layers, each with the first weights of its own.
    func layers<Element: Scalar>(
        using generator: inout RandomGenerator
    ) -> [(name: String, module: any Module<Element>)] {
        var layers: [(name: String, module: any Module<Element>)] = []
        for (place, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
            let layer = Linear<Element>(in: inputs, out: outputs, using: &generator)
            weights.initialize(layer.weight, layer.bias, using: &generator)
            let isLast = place == sizes.count - 2
            layers.append((isLast ? "output" : "hidden\(place + 1)", layer))
            if !isLast { layers.append(("", activation.module())) }
        }
        return layers
    }
}

extension ModelSize {
    /// Adds the layers of a perceptron.
    mutating func add(_ perceptron: MLP) {
        let sizes = perceptron.sizes.map(Double.init)
        for (place, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
            addLinear(inputs, outputs)
            if place < sizes.count - 2 { addOperation(outputs, outputs) }
        }
    }
}
