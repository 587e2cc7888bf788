import CKernels

extension Losses {
    /// The class that losses ignore by default. `ignore_index` of `torch.nn.CrossEntropyLoss`.
    public static let ignoredClass = -100

    /// The cross entropy of logits [n, classes] against n class numbers, of shape [], or [n] under `.none`.
    /// `torch.nn.functional.cross_entropy`.
    ///
    /// Stable for any finite logits. A row whose class is `ignoreIndex` adds neither loss nor gradient. The true class gets
    /// 1 − labelSmoothing, and labelSmoothing is divided equally among all classes; the loss of a class is multiplied by
    /// its weight. The mean divides by the sum of the true classes' weights over the rows that are not ignored; when that is
    /// 0, the mean is NaN with gradients of zero (PyTorch: NaN for classes of weight 0), and the sum is 0. A NaN or +∞ logit
    /// makes the loss NaN; −∞ on a class with a share makes it +∞. Any other class outside 0..<classes traps.
    ///
    /// - Parameters:
    ///   - logits: [n, classes].
    ///   - classes: one for each row.
    ///   - weights: one for each class, 0 or more; all 1 when nil.
    ///   - labelSmoothing: from 0 to 1.
    ///   - reduction: how the losses are reduced.
    ///   - ignoreIndex: the class of ignored rows.
    @specialized(where Element == Float)
    public static func crossEntropy<Element: Scalar>(
        _ logits: Tensor<Element>,
        _ classes: [Int],
        weights: [Element]? = nil,
        labelSmoothing: Double = 0,
        reduction: Reduction = .mean,
        ignoreIndex: Int = ignoredClass
    ) -> Tensor<Element> {
        guard logits.shape.count == 2, logits.shape[0] == classes.count else {
            shapeError("crossEntropy", logits.shape, [classes.count], "expected logits [n, classes] and n classes")
        }
        if weights == nil, labelSmoothing == 0, reduction != .none {
            return plainCrossEntropy(logits, classes, reduction, ignoreIndex)
        }
        let columns = logits.shape[1]
        let weights = checkedWeights("crossEntropy", weights, logits.shape)
        requireSmoothing(labelSmoothing)
        let shares = Storage<Element>.zeros(logits.count)
        let rest = Element(labelSmoothing) / Element(columns)
        var divisor = 0.0
        classes.forEachClass(of: logits.shape, ignoring: ignoreIndex, in: "crossEntropy") { row, index in
            let start = unsafe shares.pointer + row * columns
            if labelSmoothing > 0 {
                for column in 0..<columns { unsafe start[column] = rest * weights[column] }
            }
            unsafe start[index] += Element(1 - labelSmoothing) * weights[index]
            divisor += Double(weights[index])
        }
        return shareEntropy(logits, shares).reduced(reduction, divisor: divisor)
    }

    @specialized(where Element == Float)
    private static func plainCrossEntropy<Element: Scalar>(
        _ logits: Tensor<Element>,
        _ classes: [Int],
        _ reduction: Reduction,
        _ ignoreIndex: Int
    ) -> Tensor<Element> {
        // The closure below keeps the shape: an array of its own would be a heap allocation at every step.
        let shape = logits.shape
        let (rows, columns) = (shape[0], shape[1])
        let (x, ignored) = (logits.storage, Int64(ignoreIndex))
        let classes = ClassTargets.current(classes)
        let (targets, divisor) = (Storage<Int64>(count: rows), Storage<Double>(count: 1))
        let (probabilities, result) = (Storage<Element>(count: rows * columns), Storage<Element>(count: 1))
        let compute = {
            let counted = classes.fill(targets, of: shape, ignoring: ignoreIndex)
            let (type, p) = unsafe (Element.kernelType, probabilities.pointer)
            let loss = unsafe ck_cross_entropy(type, x.read, targets.read, ignored, p, rows, columns)
            unsafe divisor.pointer[0] = reduction == .mean ? Double(counted) : 1
            unsafe result.pointer[0] = unsafe Element(loss / divisor.pointer[0])
        }
        compute()
        return Tensor.result("crossEntropy", result, [], [logits], again: compute) { gradient, inputs in
            let scale = unsafe Double(gradient.pointer[0] / Element(divisor.pointer[0]))
            unsafe inputs[0].addGradient { slot, adds in
                let (type, p) = unsafe (Element.kernelType, probabilities.read)
                unsafe ck_cross_entropy_gradient(type, p, targets.read, ignored, scale, slot, rows, columns, adds)
            }
        }
    }

    /// The cross entropy of logits [n, classes] against a probability for each class, of the logits' shape.
    /// `torch.nn.functional.cross_entropy` with probabilities.
    ///
    /// The mean divides by n, whatever the weights; it is NaN for no rows. Targets are neither checked nor scaled to a sum
    /// of 1, and get no gradient. Unlike PyTorch, a class of probability 0 adds nothing even where its
    /// logit is −∞ (PyTorch: NaN).
    ///
    /// - Parameters:
    ///   - logits: [n, classes].
    ///   - targets: of the logits' shape.
    ///   - weights: one for each class, 0 or more; all 1 when nil.
    ///   - labelSmoothing: from 0 to 1: the share of each target that is divided equally among all classes.
    ///   - reduction: how the losses are reduced.
    public static func crossEntropy<Element: Scalar>(
        _ logits: Tensor<Element>,
        probabilities targets: Tensor<Element>,
        weights: [Element]? = nil,
        labelSmoothing: Double = 0,
        reduction: Reduction = .mean
    ) -> Tensor<Element> {
        guard logits.shape.count == 2, logits.shape == targets.shape else {
            shapeError("crossEntropy", logits.shape, targets.shape, "expected logits and probabilities [n, classes]")
        }
        let (rows, columns) = (logits.shape[0], logits.shape[1])
        let weights = checkedWeights("crossEntropy", weights, logits.shape)
        requireSmoothing(labelSmoothing)
        let shares = Storage<Element>(count: logits.count)
        let (keep, rest) = (Element(1 - labelSmoothing), Element(labelSmoothing) / Element(columns))
        let source = unsafe targets.storage.read
        for place in 0..<logits.count {
            unsafe shares.pointer[place] = unsafe (source[place] * keep + rest) * weights[place % columns]
        }
        return shareEntropy(logits, shares).reduced(reduction, divisor: Double(rows))
    }
}

/// The losses of the rows: for each class, its share times the negative logarithm of its probability.
private func shareEntropy<Element: Scalar>(_ logits: Tensor<Element>, _ shares: Storage<Element>) -> Tensor<Element> {
    let (rows, columns) = (logits.shape[0], logits.shape[1])
    let (probabilities, losses) = (Storage<Element>(count: logits.count), Storage<Element>(count: rows))
    let (type, x) = (Element.kernelType, logits.storage)
    unsafe ck_share_entropy(type, x.read, shares.read, probabilities.pointer, losses.pointer, rows, columns)
    return Tensor.result("crossEntropy", losses, [rows], [logits]) { gradient, inputs in
        unsafe inputs[0].addGradient { slot, adds in
            let (p, dy) = unsafe (probabilities.read, gradient.read)
            unsafe ck_share_entropy_gradient(type, p, shares.read, dy, slot, rows, columns, adds)
        }
    }
}

private func requireSmoothing(_ value: Double) {
    require(value >= 0 && value <= 1, "crossEntropy: labelSmoothing must be from 0 to 1, not \(value)")
}
