import Telemetry
import Training
import YAML

/// Convolutions, each with an activation and pooling, and linear layers behind them.
struct CNNKind: ModelKind {
    let word = "cnn"
    let meaning = "for rows that are images: convolutions and pooling, then linear layers"
    let synonyms = "conv convnet conv2d lenet"
    let learns = [DataShape.rows]

    @Key("Channels, height and width of a row.", in: .from(1, through: 100_000), absent: "what an idx file says")
    var image: [Int]?
    @Key("Filters of each convolution.", in: .from(1, through: 10_000)) var channels: [Int]
    @Key("Height and width of the filters: of each convolution, or one number for all.", in: .from(1, through: 1000))
    var kernel: OneOrEach = 3
    @Key(
        "Rows and columns of zeros on each side: for each convolution, or one number for all.",
        in: .from(0, through: 1000)
    )
    var padding: OneOrEach = 0
    @Key(
        "Height and width of the pooling windows behind each convolution, or one number for all; 1 pools nothing.",
        in: .from(1, through: 1000)
    )
    var pool: OneOrEach = 2
    @Key("What a pooling window becomes.") var pooling = Pooling.max
    let linear = LinearKeys()
    let weights = WeightKeys(LinearKeys.starts)

    enum Pooling: String, KeyWord {
        case max, average
        static let synonyms = ["average": "avg mean AvgPool2d", "max": "MaxPool2d"]
    }

    var summary: String { "cnn \(LinearKeys.summary(channels + linear.sizes))" }

    func check(_ report: inout FaultReport) {
        if channels.isEmpty {
            report.add("model.channels must name 1 convolution or more (got 0)", at: $channels)
        }
        if linear.sizes.isEmpty {
            report.add("model.sizes must name the outputs at least (got 0 sizes)", at: linear.$sizes)
        }
        for key in [$kernel, $padding, $pool] where ![1, channels.count].contains(key.wrappedValue.numbers.count) {
            report.add(
                "\(key.place.path) must be 1 number, or 1 for each of the \(channels.count) convolutions of "
                    + "model.channels (got \(key.wrappedValue.numbers.count))",
                at: key
            )
        }
        if let image, image.count != 3 {
            report.add("model.image must be channels, height and width (got \(image.count) numbers)", at: $image)
        }
    }

    func check(_ task: ModelTask, of recipe: Recipe, _ report: inout FaultReport) {
        guard case .rows(let features, let given) = task.inputs else { return }
        let (name, first) = (recipe.keys.data.name, image ?? given ?? [])
        linear.checkOutputs(task, of: recipe, &report)
        if let given, given != first {
            let message = "model.image is \(product(first)), but the images of \(name) are \(product(given))"
            return report.add(message, at: $image)
        }
        let count = first.reduce(1, *)
        guard count == features else {
            let message = "model.image is \(product(first)), \(count) numbers, but \(name) has \(features) features"
            return report.add(message, at: $image)
        }
        let images = images(from: first)
        guard images.count <= channels.count else { return }
        let place = images.count - 1
        let (kernel, pool) = (self.kernel[place], self.pool[place])
        report.add(
            "model.kernel \(kernel) and model.pool \(pool) leave nothing of the "
                + "\(product(Array(images[place][1...]))) image that convolution \(place + 1) gets",
            at: $kernel,
            $pool,
            $channels
        )
    }

    /// Channels, height and width of what each convolution gets, and at the end of what the linear layers get; it ends
    /// before a window that does not fit.
    private func images(from first: [Int]) -> [[Int]] {
        var images = [first]
        for (place, channels) in channels.enumerated() {
            let sides = images[place][1...].map { ($0 + 2 * padding[place] - kernel[place] + 1) / pool[place] }
            guard sides.allSatisfy({ $0 >= 1 }) else { break }
            images.append([channels] + sides)
        }
        return images
    }

    private func images(_ task: ModelTask) -> [[Int]] {
        guard case .rows(_, let given) = task.inputs, let first = image ?? given else {
            preconditionFailure("a cnn learns rows that are images")
        }
        return images(from: first)
    }

    func make<Element: Scalar>(_ task: ModelTask, using generator: inout RandomGenerator) -> any Model<Element> {
        let images = images(task)
        var layers: [(name: String, module: any Module<Element>)] = [("", Unflatten(shape: images[0]))]
        for (place, channels) in channels.enumerated() {
            let layer = Conv2d<Element>(
                in: images[place][0],
                out: channels,
                kernel: kernel[place],
                padding: padding[place],
                using: &generator
            )
            weights.begin(layer.weight, layer.bias, using: &generator)
            layers += [("conv\(place + 1)", layer), ("", linear.makeActivation())]
            let pool = pool[place]
            guard pool > 1 else { continue }
            layers.append(("", pooling == .max ? MaxPool2d<Element>(kernel: pool) : AvgPool2d<Element>(kernel: pool)))
        }
        layers.append(("", Flatten()))
        return NamedLayers(layers + linear.make(flat(images) + linear.sizes, weights, using: &generator))
    }

    func size(_ task: ModelTask) -> ModelSize {
        let images = images(task)
        var size = ModelSize(activations: count(images[0]))
        for (place, channels) in channels.enumerated() {
            let sides = images[place][1...].map { Double($0 + 2 * padding[place] - kernel[place] + 1) }
            let outputs = sides.reduce(Double(channels), *)
            size.parameters += Double(channels) * Double(images[place][0] * kernel[place] * kernel[place] + 1)
            size.operation(count(images[place]), outputs)
            size.operation(outputs, outputs)
            if pool[place] > 1 { size.operation(outputs, count(images[place + 1])) }
        }
        size.linear(flat(images) + linear.sizes)
        return size
    }

    private func flat(_ images: [[Int]]) -> [Int] { [images[channels.count].reduce(1, *)] }
}

extension OneOrEach {
    /// The number for the thing at a place.
    fileprivate subscript(place: Int) -> Int { numbers.count == 1 ? numbers[0] : numbers[place] }
}

/// Numbers of an image, as a Double, which does not overflow.
private func count(_ image: [Int]) -> Double { image.map(Double.init).reduce(1, *) }

/// 1 × 28 × 28.
private func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }
