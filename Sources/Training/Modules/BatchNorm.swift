/// Normalizes each channel to mean 0 and variance 1 over the batch, then scales and shifts it (Ioffe and Szegedy, 2015); in
/// evaluation mode uses running statistics. `torch.nn.BatchNorm1d`, `BatchNorm2d`.
///
/// Input [N, C], [N, C, L] or [N, C, H, W]. A batch is normalized by its biased variance; the running variance is
/// updated with the unbiased one.
public final class BatchNorm<Element: Scalar>: Module {
    /// [C]; ones at the start.
    public let weight: Tensor<Element>
    /// [C]; zeros at the start.
    public let bias: Tensor<Element>
    /// [C]; zeros at the start. Not a parameter: no gradient reaches it. PyTorch's `running_mean`.
    public let runningMean: Tensor<Element>
    /// [C]; ones at the start. PyTorch's `running_var`.
    public let runningVariance: Tensor<Element>
    /// Added to the variance.
    public let epsilon: Double
    /// The weight of the new batch in the running statistics. (PyTorch's word; unrelated to an optimizer's momentum.)
    public let momentum: Double
    /// Whether the batch's own statistics are used and the running ones updated; true at the start.
    public private(set) var isTraining = true
    /// Batches in the running statistics. PyTorch's `num_batches_tracked`.
    public private(set) var batchesTracked = 0

    /// A layer for this number of channels.
    public convenience init(channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
        self.init(
            weight: .ones([channels], requiresGrad: true),
            bias: .zeros([channels], requiresGrad: true),
            epsilon: epsilon,
            momentum: momentum
        )
    }

    /// A layer with given weights, [C] each.
    public init(weight: Tensor<Element>, bias: Tensor<Element>, epsilon: Double = 1e-5, momentum: Double = 0.1) {
        guard weight.shape.count == 1, weight.shape == bias.shape else {
            shapeError("BatchNorm", weight.shape, bias.shape, "expected a weight and a bias [C]")
        }
        self.weight = weight
        self.bias = bias
        runningMean = .zeros(weight.shape)
        runningVariance = .ones(weight.shape)
        self.epsilon = epsilon
        self.momentum = momentum
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight), NamedParameter("bias", bias)]
    }

    /// running_mean, running_var and num_batches_tracked.
    public var buffers: [NamedBuffer] {
        let count = NamedBuffer(
            "num_batches_tracked",
            read: { [self] in .integer(batchesTracked) },
            write: { [self] (count, name) throws(StateError) in
                batchesTracked = try count.integer(name)
            }
        )
        return [NamedBuffer("running_mean", runningMean), NamedBuffer("running_var", runningVariance), count]
    }

    public func train(_ isTraining: Bool) { self.isTraining = isTraining }

    /// In training, a channel with a single number traps, because it has no variance.
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let channels = weight.count
        guard (2...4).contains(input.shape.count), input.shape[1] == channels else {
            shapeError("BatchNorm", input.shape, weight.shape, "expected [N, \(channels), …]")
        }
        let x = input.reshape([input.shape[0], channels, -1])
        func each(_ tensor: Tensor<Element>) -> Tensor<Element> { tensor.reshape([1, channels, 1]) }
        guard isTraining else {
            let scale = each(weight) / (each(runningVariance) + Element(epsilon)).sqrt()
            return ((x - each(runningMean)) * scale + each(bias)).reshape(input.shape)
        }
        let count = x.shape[0] * x.shape[2]
        guard count > 1 else { shapeError("BatchNorm", input.shape, "more than one number a channel is needed") }
        func mean(_ tensor: Tensor<Element>) -> Tensor<Element> {
            each(tensor.sum(axis: 2).sum(axis: 0)) / Element(count)
        }
        let center = mean(x)
        let centered = x - center
        let variance = mean(centered * centered)
        update(runningMean, center.values, share: momentum)
        update(runningVariance, variance.values.map { $0 * Element(count) / Element(count - 1) }, share: momentum)
        batchesTracked += 1
        let standard = centered / (variance + Element(epsilon)).sqrt()
        return (standard * each(weight) + each(bias)).reshape(input.shape)
    }

    private func update(_ running: Tensor<Element>, _ values: [Element], share: Double) {
        unsafe running.withMutableValues { slots in
            for index in slots.indices {
                unsafe slots[index] = unsafe Element(share) * values[index] + Element(1 - share) * slots[index]
            }
        }
    }
}
