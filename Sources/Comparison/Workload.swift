/// What all sides do: a network with its batches, or an optimizer over a number of parameters.
public struct Workload: Equatable, Sendable {
    /// "W1".
    public let name: String
    public let title: String
    public let parameters: Int
    /// What is timed; the first is what is checked.
    public let operations: [Operation]
    /// Every side is trained until the loss of each batch is below this, and only then timed: by then some numbers are
    /// subnormal. nil times it from the first steps on.
    public let trainedBelow: Double?

    /// Something that is timed, and the least it costs.
    public struct Operation: Equatable, Sendable {
        public let name: String
        public let title: String
        public let cost: Cost
    }
}

/// The arithmetic and the memory traffic that no program saves.
public struct Cost: Equatable, Sendable {
    /// Of matrix products.
    public var flops = 0.0
    /// Bytes of long arrays that are only read.
    public var readBytes = 0.0
    /// Bytes of long arrays that are read, and of those written, where both happen at once.
    public var updateBytes = 0.0

    public init(flops: Double = 0, readBytes: Double = 0, updateBytes: Double = 0) {
        self.flops = flops
        self.readBytes = readBytes
        self.updateBytes = updateBytes
    }

    /// The norm of the gradients in one pass, then in another Adam's update, which scales them as it reads: 4 and 28 bytes
    /// for each parameter.
    static func clippedAdam(_ parameters: Int) -> Cost {
        Cost(readBytes: 4 * Double(parameters), updateBytes: 28 * Double(parameters))
    }

    /// Seconds on a machine of this speed.
    public func seconds(at speed: Speed) -> Double {
        flops / speed.flops + readBytes / speed.read + updateBytes / speed.update
    }
}

/// What a machine can do in a second.
public struct Speed: Equatable, Sendable {
    public let flops: Double
    public let read: Double
    public let copy: Double
    public let update: Double

    public init(flops: Double, read: Double, copy: Double, update: Double) {
        (self.flops, self.read, self.copy, self.update) = (flops, read, copy, update)
    }
}

/// A product [rows, inner] · [inner, columns], done `times` times a step: forwards, for the gradient of the weights,
/// and for that of the input unless it is the data.
private struct Product {
    let (rows, inner, columns, times): (Int, Int, Int, Int)

    init(_ rows: Int, _ inner: Int, _ columns: Int, times: Int = 3) {
        (self.rows, self.inner, self.columns, self.times) = (rows, inner, columns, times)
    }

    var flops: Double { 2 * Double(rows * inner * columns * times) }
}

extension Workload {
    public static let all: [Workload] = [
        training("W1", "digits MLP", parameters: 9_610, [Product(64, 64, 128, times: 2), Product(64, 128, 10)]),
        training(
            "W2",
            "char LSTM",
            parameters: 559_681,
            [Product(64 * 32, 256, 1024), Product(64 * 32, 256, 1024), Product(64 * 32, 256, 65)]
        ),
        // A one-hot input picks columns, which takes no product.
        training("W3", "char RNN", parameters: 33_345, [Product(1600, 128, 128), Product(1600, 128, 65)]),
        training(
            "W4",
            "nanoGPT",
            parameters: 804_096,
            [
                Product(768, 128, 384, times: 12), Product(768, 128, 128, times: 12), Product(768, 128, 512, times: 24),
                // Scores and mixtures of 4 layers, 12 examples and 4 heads, forwards and twice backwards.
                Product(64, 32, 64, times: 2 * 3 * 4 * 12 * 4), Product(768, 128, 65),
            ]
        ),
        training(
            "W5",
            "wide MLP",
            parameters: 25_175_040,
            [Product(256, 1024, 4096, times: 2), Product(256, 4096, 4096), Product(256, 4096, 1024)],
            // Its weights do not stay in a cache.
            and: .clippedAdam(25_175_040)
        ),
        training(
            "W6",
            "LeNet",
            parameters: 61_706,
            [
                Product(64 * 784, 25, 6, times: 2), Product(64 * 100, 150, 16), Product(64, 400, 120),
                Product(64, 120, 84), Product(64, 84, 10),
            ]
        ),
        adam("adam10M", 10_000_000), adam("adam100M", 100_000_000),
        training(
            "W1c",
            "digits MLP, converged",
            parameters: 9_610,
            [Product(64, 64, 128, times: 2), Product(64, 128, 10)],
            trainedBelow: 1e-6
        ),
    ]

    private static func training(
        _ name: String,
        _ title: String,
        parameters: Int,
        _ products: [Product],
        and more: Cost = Cost(),
        trainedBelow: Double? = nil
    ) -> Workload {
        var cost = more
        cost.flops = products.reduce(0) { $0 + $1.flops }
        return Workload(
            name: name,
            title: title,
            parameters: parameters,
            operations: [Operation(name: "step", title: "step", cost: cost)],
            trainedBelow: trainedBelow
        )
    }

    private static func adam(_ name: String, _ parameters: Int) -> Workload {
        let bytes = 4 * Double(parameters)
        return Workload(
            name: name,
            title: "\(parameters / 1_000_000)M in 200 tensors",
            parameters: parameters,
            operations: [
                Operation(name: "clip+adam", title: "clip + Adam", cost: .clippedAdam(parameters)),
                Operation(name: "clip", title: "clip", cost: Cost(readBytes: bytes, updateBytes: 2 * bytes)),
                Operation(name: "clip-idle", title: "clip, not binding", cost: Cost(readBytes: bytes)),
            ],
            trainedBelow: nil
        )
    }
}
