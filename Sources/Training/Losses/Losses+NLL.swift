extension Losses {
    /// The negative logarithm of the probability of each row's class, from rows [n, classes] of log-probabilities.
    /// `torch.nn.functional.nll_loss`.
    ///
    /// A row whose class is `ignoreIndex` adds neither loss nor gradient; the mean divides by the sum of the other rows'
    /// weights, and is NaN, with gradients of zero, where that is 0. Any other class outside 0..<classes traps.
    ///
    /// - Parameters:
    ///   - logProbabilities: [n, classes].
    ///   - classes: one for each row.
    ///   - weights: one for each class, 0 or more; all 1 when nil.
    ///   - reduction: how the losses are reduced.
    ///   - ignoreIndex: the class of ignored rows.
    public static func nll<Element: Scalar>(
        _ logProbabilities: Tensor<Element>,
        _ classes: [Int],
        weights: [Element]? = nil,
        reduction: Reduction = .mean,
        ignoreIndex: Int = ignoredClass
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
            unsafe losses.pointer[row] = unsafe -weight * logProbabilities.storage.read[place]
            counted.append((row, place, weight))
            divisor += Double(weight)
        }
        let each = Tensor.result("nll", losses, [shape[0]], [logProbabilities]) { gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in
                // A class of weight 0 gets an exact 0 even where the gradient is not finite.
                for (row, place, weight) in counted where weight != 0 {
                    unsafe slot[place] -= weight * gradient.pointer[row]
                }
            }
        }
        return each.reduced(reduction, divisor: divisor)
    }
}
