import CKernels

/// The cross entropy of logits [n, classes] against n class numbers, with classes that weigh more or less, and with
/// smoothed labels. `torch.nn.functional.cross_entropy`.
///
/// The true class gets 1 − labelSmoothing, and all classes together get labelSmoothing in equal parts; the loss of a
/// class is multiplied by its weight. The mean divides by the sum of the true classes' weights, over the rows that are
/// not ignored. When that sum is 0 the mean is NaN, with gradients of zero (PyTorch: NaN for classes of weight 0).
/// Otherwise as the cross entropy without
/// weights; −∞ on a class that smoothing gives a part makes the loss +∞.
///
/// - Parameters:
///   - logits: [n, classes].
///   - classes: one for each row.
///   - weights: one for each class, 0 or more; all 1 when nil.
///   - labelSmoothing: from 0 to 1.
///   - reduction: what becomes of the losses of the rows or elements.
///   - ignoreIndex: the class of rows that do not count.
public func crossEntropy<Element: Scalar>(
    _ logits: Tensor<Element>,
    _ classes: [Int],
    weights: [Element]?,
    labelSmoothing: Double = 0,
    reduction: Reduction = .mean,
    ignoreIndex: Int = Classes.ignored
) -> Tensor<Element> {
    guard logits.shape.count == 2, logits.shape[0] == classes.count else {
        shapeError("crossEntropy", logits.shape, [classes.count], "expected logits [n, classes] and n classes")
    }
    let columns = logits.shape[1]
    let weights = checkedWeights("crossEntropy", weights, logits.shape)
    requireSmoothing(labelSmoothing)
    let shares = Storage<Element>.zeros(logits.count)
    let rest = Element(labelSmoothing) / Element(columns)
    var divisor = 0.0
    classes.forEachClass(of: logits.shape, ignoring: ignoreIndex, in: "crossEntropy") { row, index in
        let start = shares.pointer + row * columns
        if labelSmoothing > 0 {
            for column in 0..<columns { start[column] = rest * weights[column] }
        }
        start[index] += Element(1 - labelSmoothing) * weights[index]
        divisor += Double(weights[index])
    }
    return shareEntropy(logits, shares).reduced(reduction, divisor: divisor)
}

/// The cross entropy of logits [n, classes] against a probability for each class, of the logits' shape.
/// `torch.nn.functional.cross_entropy` with probabilities.
///
/// The mean divides by n, whatever the weights; it is NaN for no rows. Targets are neither checked nor scaled to a sum
/// of 1, and get no gradient. It departs from PyTorch in that a class of probability 0 adds nothing even where its
/// logit is −∞ (PyTorch: NaN).
///
/// - Parameters:
///   - logits: [n, classes].
///   - targets: of the logits' shape.
///   - weights: one for each class, 0 or more; all 1 when nil.
///   - labelSmoothing: from 0 to 1: the share of each target that all classes get in equal parts.
///   - reduction: what becomes of the losses of the rows or elements.
public func crossEntropy<Element: Scalar>(
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
    let source = targets.storage.read
    for place in 0..<logits.count {
        shares.pointer[place] = (source[place] * keep + rest) * weights[place % columns]
    }
    return shareEntropy(logits, shares).reduced(reduction, divisor: Double(rows))
}

/// The negative logarithm that a row [n, classes] of logarithms of probabilities gives its class.
/// `torch.nn.functional.nll_loss`.
///
/// A row whose class is `ignoreIndex` adds neither loss nor gradient; the mean divides by the sum of the other rows'
/// weights, and is NaN, with gradients of zero, where that is 0. Any other class outside 0..<classes traps.
///
/// - Parameters:
///   - logProbabilities: [n, classes].
///   - classes: one for each row.
///   - weights: one for each class, 0 or more; all 1 when nil.
///   - reduction: what becomes of the losses of the rows or elements.
///   - ignoreIndex: the class of rows that do not count.
public func nll<Element: Scalar>(
    _ logProbabilities: Tensor<Element>,
    _ classes: [Int],
    weights: [Element]? = nil,
    reduction: Reduction = .mean,
    ignoreIndex: Int = Classes.ignored
) -> Tensor<Element> {
    let shape = logProbabilities.shape
    guard shape.count == 2, shape[0] == classes.count else {
        shapeError("nll", shape, [classes.count], "expected logarithms [n, classes] and n classes")
    }
    let weights = checkedWeights("nll", weights, shape)
    let losses = Storage<Element>.zeros(shape[0])
    var divisor = 0.0
    var counted: [(row: Int, place: Int, weight: Element)] = []
    classes.forEachClass(of: shape, ignoring: ignoreIndex, in: "nll") { row, index in
        let (place, weight) = (row * shape[1] + index, weights[index])
        losses.pointer[row] = -weight * logProbabilities.storage.read[place]
        counted.append((row, place, weight))
        divisor += Double(weight)
    }
    let each = Tensor.result("nll", losses, [shape[0]], [logProbabilities]) { gradient, inputs in
        inputs[0].addGradientToZeros { slot in
            // A class of weight 0 gets an exact 0 even where the gradient is not finite.
            for (row, place, weight) in counted where weight != 0 { slot[place] -= weight * gradient.pointer[row] }
        }
    }
    return each.reduced(reduction, divisor: divisor)
}

/// The losses of the rows: of each class its share times the negative logarithm of its probability.
private func shareEntropy<Element: Scalar>(_ logits: Tensor<Element>, _ shares: Storage<Element>) -> Tensor<Element> {
    let (rows, columns) = (logits.shape[0], logits.shape[1])
    let (probabilities, losses) = (Storage<Element>(count: logits.count), Storage<Element>(count: rows))
    let (type, x) = (Element.kernelType, logits.storage)
    ck_share_entropy(type, x.read, shares.read, probabilities.pointer, losses.pointer, rows, columns)
    return Tensor.result("crossEntropy", losses, [rows], [logits]) { gradient, inputs in
        inputs[0].addGradient { slot, adds in
            let (p, dy) = (probabilities.read, gradient.read)
            ck_share_entropy_gradient(type, p, shares.read, dy, slot, rows, columns, adds)
        }
    }
}

private func checkedWeights<Element: Scalar>(_ name: String, _ weights: [Element]?, _ shape: [Int]) -> [Element] {
    guard let weights else { return Array(repeating: 1, count: shape[1]) }
    guard weights.count == shape[1] else {
        shapeError(name, shape, [weights.count], "expected a weight for each of \(shape[1]) classes")
    }
    return weights
}

private func requireSmoothing(_ value: Double) {
    require(value >= 0 && value <= 1, "crossEntropy: labelSmoothing must be from 0 to 1, not \(value)")
}
