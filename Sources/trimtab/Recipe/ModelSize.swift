import Training

/// How large a model is, counted from its shapes before any of it is made.
///
/// Counts are Doubles, which are exact as far as any machine's memory reaches and do not overflow beyond it.
struct ModelSize: Equatable {
    /// Numbers that training may change.
    var parameters = 0.0
    /// Numbers of an example that its way forward leaves for its way back, its inputs included.
    var activations = 0.0
    /// The most numbers of an example that one operation reads and writes.
    var widest = 0.0

    /// Adds an operation: from so many numbers of an example to so many, and what else it keeps.
    fileprivate mutating func operation(_ inputs: Double, _ outputs: Double, keeps kept: Double = 0) {
        activations += outputs + kept
        widest = max(widest, inputs + outputs + kept)
    }

    /// Adds a linear layer on each of `places` places of an example.
    fileprivate mutating func linear(_ inputs: Double, _ outputs: Double, places: Double = 1, bias: Bool = true) {
        parameters += inputs * outputs + (bias ? outputs : 0)
        operation(places * inputs, places * outputs)
    }
}

extension Recipe {
    /// The size of the model that learns a task.
    func modelSize(_ task: ModelTask) -> ModelSize {
        switch model {
        case .mlp(let sizes, _, _): return mlpSize(sizes.map(Double.init))
        case .cnn(let cnn): return cnnSize(cnn, task)
        case .recurrent(let choice): return recurrentSize(choice, task)
        case .transformer(let choice): return transformerSize(choice, task)
        }
    }

    private func mlpSize(_ sizes: [Double], after start: ModelSize? = nil) -> ModelSize {
        var size = start ?? ModelSize(activations: sizes.first ?? 0)
        for (place, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
            size.linear(inputs, outputs)
            if place < sizes.count - 2 { size.operation(outputs, outputs) }
        }
        return size
    }

    private func cnnSize(_ cnn: CNNChoice, _ task: ModelTask) -> ModelSize {
        guard case .rows(_, let image) = task.inputs, let first = cnn.image ?? image else { return ModelSize() }
        let images = cnn.images(from: first).map { $0.map(Double.init) }
        var size = ModelSize(activations: images[0].reduce(1, *))
        for (place, channels) in cnn.channels.enumerated() {
            let (inputs, kernel) = (images[place], Double(cnn.kernels[place]))
            let sides = inputs[1...].map { $0 + 2 * Double(cnn.paddings[place]) - kernel + 1 }
            let outputs = sides.reduce(Double(channels), *)
            size.parameters += Double(channels) * (inputs[0] * kernel * kernel + 1)
            size.operation(inputs.reduce(1, *), outputs)
            size.operation(outputs, outputs)
            if cnn.pools[place] > 1 { size.operation(outputs, images[place + 1].reduce(1, *)) }
        }
        return mlpSize([images[cnn.channels.count].reduce(1, *)] + cnn.sizes.map(Double.init), after: size)
    }

    private func recurrentSize(_ choice: RecurrentChoice, _ task: ModelTask) -> ModelSize {
        let hidden = Double(choice.hidden)
        var (size, inputs, places) = (ModelSize(), 0.0, 1.0)
        switch task.inputs {
        case .rows(let features, _): inputs = Double(features)
        case .sequences(let features): (inputs, places) = (Double(features), Double(values.whole("data.length")))
        case .tokens(let vocabulary, let window, _):
            (inputs, places) = (Double(choice.embedding > 0 ? choice.embedding : vocabulary), Double(window))
            if choice.embedding > 0 { size.parameters = Double(vocabulary) * inputs }
        }
        size.activations = places * inputs
        // Numbers of a unit that stay for the way back, besides its output: its gates, and an LSTM's cell.
        let (gates, kept) =
            switch choice.kind {
            case "lstm": (4.0, 5.0)
            case "gru": (3.0, 4.0)
            default: (1.0, 0.0)
            }
        for _ in 0..<choice.layers {
            size.parameters += gates * hidden * (inputs + hidden + 2)
            size.operation(places * inputs, places * hidden, keeps: places * hidden * kept)
            inputs = hidden
        }
        if case .tokens = task.inputs {
            size.linear(hidden, Double(task.outputs), places: places)
            // The logits lie in another order for the layers than for the loss.
            size.operation(places * Double(task.outputs), places * Double(task.outputs))
        } else {
            size.operation(places * hidden, hidden)
            size.linear(hidden, Double(task.outputs))
        }
        return size
    }

    private func transformerSize(_ choice: TransformerChoice, _ task: ModelTask) -> ModelSize {
        guard case .tokens(let vocabulary, let window, _) = task.inputs else { return ModelSize() }
        let (width, places) = (Double(choice.width), Double(window))
        let shares = Double(choice.heads) * places * places
        let isDropping = choice.dropout > 0
        var size = ModelSize(parameters: (Double(vocabulary) + places) * width)
        func norm(_ size: inout ModelSize) {
            size.parameters += choice.bias ? 2 * width : width
            size.operation(places * width, places * width, keeps: 2 * places)
        }
        /// What went in, and a dropout's mask and result, behind the end of a sum.
        func addition(_ size: inout ModelSize) {
            size.operation(places * width, places * width, keeps: isDropping ? 2 * places * width : 0)
        }
        size.operation(0, places * width, keeps: 2 * places * width)
        for _ in 0..<choice.layers {
            norm(&size)
            size.linear(width, 3 * width, places: places, bias: choice.bias)
            size.operation(3 * places * width, places * width, keeps: isDropping ? 3 * shares : shares)
            size.linear(width, width, places: places, bias: choice.bias)
            addition(&size)
            norm(&size)
            size.linear(width, 4 * width, places: places, bias: choice.bias)
            size.operation(4 * places * width, 4 * places * width)
            size.linear(4 * width, width, places: places, bias: choice.bias)
            addition(&size)
        }
        norm(&size)
        size.operation(places * width, places * Double(vocabulary))
        return size
    }
}
