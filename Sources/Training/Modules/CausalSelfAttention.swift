/// Every place of a sequence looks at itself and at those before it, with several heads (Vaswani et al., 2017).
/// [batch, time, width] → the same. `torch.nn.MultiheadAttention` with `batch_first=True` and a causal mask.
public struct CausalSelfAttention<Element: Scalar>: Module {
    /// Heads that each see an equal part of the width.
    public let heads: Int
    /// [3 · width, width]: the rows of queries, keys and values.
    public let inputWeight: Tensor<Element>
    /// [3 · width]; nil for a layer without biases.
    public let inputBias: Tensor<Element>?
    /// What joins the heads again.
    public let output: Linear<Element>

    /// A layer with PyTorch's default start: the input weight by Xavier, biases 0.
    ///
    /// - Parameter heads: a divisor of the width.
    public init(_ width: Int, heads: Int, bias: Bool = true, using generator: inout RandomGenerator) {
        let weight = Tensor<Element>.zeros([3 * width, width], requiresGrad: true)
        Init.xavierUniform(weight, using: &generator)
        let output = Linear<Element>(width, width, bias: bias, using: &generator)
        if let bias = output.bias { Init.constant(bias, 0) }
        self.init(
            heads: heads,
            inputWeight: weight,
            inputBias: bias ? .zeros([3 * width], requiresGrad: true) : nil,
            output: output
        )
    }

    /// A layer of given weights.
    public init(heads: Int, inputWeight: Tensor<Element>, inputBias: Tensor<Element>?, output: Linear<Element>) {
        self.heads = heads
        self.inputWeight = inputWeight
        self.inputBias = inputBias
        self.output = output
    }

    /// in_proj_weight, in_proj_bias, out_proj.weight, out_proj.bias, as far as there are biases.
    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("in_proj_weight", inputWeight)]
            + (inputBias.map { [NamedParameter("in_proj_bias", $0)] } ?? [])
            + output.parameters.map { NamedParameter("out_proj.\($0.name)", $0.tensor) }
    }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        output(causalAttention(linear(input, inputWeight, inputBias), heads: heads))
    }
}

/// Causal attention as one operation: queries, keys and values side by side, [batch, time, 3 · width] →
/// [batch, time, width]. `torch.nn.functional.scaled_dot_product_attention` with `is_causal=True`, for each head.
///
/// A place gives those up to itself shares softmax(q·k/√(width/heads)), and takes the mean of their values by these
/// shares. NaN in one place may reach all places of its example.
public func causalAttention<Element: Scalar>(_ joined: Tensor<Element>, heads: Int) -> Tensor<Element> {
    guard joined.shape.count == 3, joined.shape[2] % 3 == 0, heads > 0, joined.shape[2] / 3 % heads == 0 else {
        shapeFailure("causalAttention", joined.shape, "expected [batch, time, 3 · width], the width in \(heads) heads")
    }
    let (batch, time, width) = (joined.shape[0], joined.shape[1], joined.shape[2] / 3)
    let size = width / heads
    let scale = 1 / Element(max(size, 1)).squareRoot()
    let source = joined.storage
    let shares = Storage<Element>(count: batch * heads * time * time)
    let result = Storage<Element>(count: batch * time * width)

    /// Queries (0), keys (1) or values (2) of one head of one example, in a block of their own.
    func part(_ which: Int, _ example: Int, _ head: Int) -> Matrix<Element> {
        let block = Storage<Element>(count: time * size)
        let start = source.read + example * time * 3 * width + which * width + head * size
        Kernels.copyBlock(start, 3 * width, block.pointer, size, time, size, false)
        return Matrix(block, time, size)
    }
    let block = Storage<Element>(count: time * size)
    for example in 0..<batch {
        for head in 0..<heads {
            let place = (example * heads + head) * time * time
            let (q, k, v) = (part(0, example, head), part(1, example, head), part(2, example, head))
            Kernels.multiply(q, k.transposed, into: shares.pointer + place, adds: false)
            Kernels.causalSoftmax(shares.pointer + place, scale, time)
            Kernels.multiply(Matrix(shares, time, time, at: place), v, into: block.pointer, adds: false)
            let target = result.pointer + example * time * width + head * size
            Kernels.copyBlock(block.read, size, target, width, time, size, false)
        }
    }
    return Tensor.result("causalAttention", result, [batch, time, width], [joined]) { gradient, inputs in
        inputs[0].addGradient { slot, adds in
            let (d, block) = (Storage<Element>(count: time * time), Storage<Element>(count: time * size))
            let out = Storage<Element>(count: time * size)
            func give(_ which: Int, _ example: Int, _ head: Int, _ a: Matrix<Element>, _ b: Matrix<Element>) {
                Kernels.multiply(a, b, into: out.pointer, adds: false)
                let target = slot + example * time * 3 * width + which * width + head * size
                Kernels.copyBlock(out.read, size, target, 3 * width, time, size, adds)
            }
            for example in 0..<batch {
                for head in 0..<heads {
                    let place = (example * heads + head) * time * time
                    let start = gradient.read + example * time * width + head * size
                    Kernels.copyBlock(start, width, block.pointer, size, time, size, false)
                    let (dy, p) = (Matrix(block, time, size), Matrix(shares, time, time, at: place))
                    give(2, example, head, p.transposed, dy)
                    Kernels.multiply(dy, part(2, example, head).transposed, into: d.pointer, adds: false)
                    Kernels.causalSoftmaxGradient(shares.read + place, d.pointer, scale, time)
                    let scores = Matrix(d, time, time)
                    give(0, example, head, scores, part(1, example, head))
                    give(1, example, head, scores.transposed, part(0, example, head))
                }
            }
        }
    }
}
