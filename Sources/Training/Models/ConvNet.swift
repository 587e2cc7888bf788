/// A convolutional network: convolutions "conv1", …, each with an activation and pooling, and linear layers behind them.
///
/// [N, channels · height · width] → [N, outputs].
public struct ConvNet: Architecture {
    /// A convolution of stride 1 and the pooling behind it.
    public struct Block: Equatable, Sendable {
        /// Filters.
        public var channels: Int
        /// Height and width of a filter.
        public var kernel: Int
        /// Rows and columns of zeros on each side.
        public var padding: Int
        /// Height and width of a pooling window; 1 pools nothing.
        public var pool: Int

        public init(channels: Int, kernel: Int, padding: Int = 0, pool: Int = 1) {
            (self.channels, self.kernel, self.padding, self.pool) = (channels, kernel, padding, pool)
        }

        /// The height or width of the convolution's result.
        func convolved(_ side: Int) -> Int { side + 2 * padding - kernel + 1 }
    }

    /// What a pooling window becomes.
    public enum Pooling: String, CaseIterable, Sendable {
        case max, average
    }

    /// Channels, height and width of the images.
    public let image: [Int]
    /// The convolutions.
    public let blocks: [Block]
    /// What a pooling window becomes.
    public let pooling: Pooling
    /// Units of each hidden linear layer, outputs.
    public let sizes: [Int]
    /// The activation behind each convolution, and between the linear layers.
    public let activation: Activation
    /// How the weights begin.
    public let weights: InitialWeights

    /// - Parameters:
    ///   - image: channels, height and width.
    ///   - blocks: the convolutions; where their windows do not fit, `images` ends early and there is no model.
    ///   - pooling: what a pooling window becomes.
    ///   - sizes: units of each hidden linear layer, outputs: 1 or more.
    ///   - activation: behind each convolution, and between the linear layers.
    ///   - weights: how they begin.
    public init(
        image: [Int],
        blocks: [Block],
        pooling: Pooling = .max,
        sizes: [Int],
        activation: Activation = Activation(.relu),
        weights: InitialWeights = InitialWeights()
    ) {
        require(image.count == 3, "ConvNet: an image has channels, height and width, not \(image)")
        require(!sizes.isEmpty, "ConvNet: sizes must name the outputs")
        (self.image, self.blocks, self.pooling) = (image, blocks, pooling)
        (self.sizes, self.activation, self.weights) = (sizes, activation, weights)
    }

    /// Channels, height and width of what each block gets, and at the end of what the linear layers get; it ends before a
    /// window that does not fit.
    public var images: [[Int]] {
        var images = [image]
        for (place, block) in blocks.enumerated() {
            let sides = images[place][1...].map { block.convolved($0) / block.pool }
            guard sides.allSatisfy({ $0 >= 1 }) else { break }
            images.append([block.channels] + sides)
        }
        return images
    }

    /// The linear layers.
    private func perceptron(_ images: [[Int]]) -> MLP {
        require(images.count > blocks.count, "ConvNet: nothing is left of the image behind block \(images.count)")
        return MLP(sizes: [images[blocks.count].reduce(1, *)] + sizes, activation: activation, weights: weights)
    }

    /// Traps where a window does not fit.
    public var size: ModelSize {
        let images = images
        let perceptron = perceptron(images)
        var size = ModelSize(activations: count(images[0]))
        for (place, block) in blocks.enumerated() {
            let outputs = images[place][1...].map { Double(block.convolved($0)) }.reduce(Double(block.channels), *)
            size.parameters += Double(block.channels) * Double(images[place][0] * block.kernel * block.kernel + 1)
            size.addOperation(count(images[place]), outputs)
            size.addOperation(outputs, outputs)
            if block.pool > 1 { size.addOperation(outputs, count(images[place + 1])) }
        }
        size.add(perceptron)
        return size
    }

    /// Traps where a window does not fit.
    public func make<Element: Scalar>(using generator: inout RandomGenerator) -> any Model<Element> {
        let images = images
        let perceptron = perceptron(images)
        var layers: [(name: String, module: any Module<Element>)] = [("", Unflatten(shape: image))]
        for (place, block) in blocks.enumerated() {
            let layer = Conv2d<Element>(
                in: images[place][0],
                out: block.channels,
                kernel: block.kernel,
                padding: block.padding,
                using: &generator
            )
            weights.initialize(layer.weight, layer.bias, using: &generator)
            layers += [("conv\(place + 1)", layer), ("", activation.module())]
            if block.pool > 1 { layers.append(("", window(block.pool))) }
        }
        layers.append(("", Flatten()))
        let model = NamedLayers(layers + perceptron.layers(using: &generator))
        weights.initialize(model, using: &generator)
        return model
    }

    private func window<Element: Scalar>(_ size: Int) -> any Module<Element> {
        pooling == .max ? MaxPool2d<Element>(kernel: size) : AvgPool2d<Element>(kernel: size)
    }
}

/// Numbers of an image, as a Double, which does not overflow.
private func count(_ image: [Int]) -> Double { image.map(Double.init).reduce(1, *) }
