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
    @Key("What a pooling window becomes.") var pooling = ConvNet.Pooling.max
    let linear = LinearKeys()
    let weights = WeightKeys.ofLayers

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
        linear.checkOutputs(task, of: recipe, &report)
        guard let first = image ?? given else { return }
        let name = recipe.keys.data.name
        if let given, given != first {
            let message = "model.image is \(product(first)), but the images of \(name) are \(product(given))"
            return report.add(message, at: $image)
        }
        let count = first.reduce(1, *)
        guard count == features else {
            let message = "model.image is \(product(first)), \(count) numbers, but \(name) has \(features) features"
            return report.add(message, at: $image)
        }
        let images = net(of: first).images
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

    private func net(of image: [Int]) -> ConvNet {
        ConvNet(
            image: image,
            blocks: channels.enumerated().map { place, channels in
                ConvNet.Block(channels: channels, kernel: kernel[place], padding: padding[place], pool: pool[place])
            },
            pooling: pooling,
            sizes: linear.sizes,
            activation: linear.function,
            weights: weights.initial()
        )
    }

    func architecture(_ task: ModelTask) -> any Architecture {
        guard case .rows(_, let given) = task.inputs, let image = image ?? given else {
            preconditionFailure("a cnn learns rows that are images")
        }
        return net(of: image)
    }
}

/// 1 × 28 × 28.
private func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }
