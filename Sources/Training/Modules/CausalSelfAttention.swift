import CKernels

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
    /// What leaves out shares in training; nil for none.
    public let dropout: Dropout<Element>?

    /// A layer with PyTorch's default start: the input weight by Xavier, biases 0.
    ///
    /// - Parameters:
    ///   - width: numbers per token.
    ///   - heads: a divisor of the width.
    ///   - bias: whether the linear layers have biases.
    ///   - generator: draws the initial weights.
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
    public init(
        heads: Int,
        inputWeight: Tensor<Element>,
        inputBias: Tensor<Element>?,
        output: Linear<Element>,
        dropout: Dropout<Element>? = nil
    ) {
        self.heads = heads
        self.inputWeight = inputWeight
        self.inputBias = inputBias
        self.output = output
        self.dropout = dropout
    }

    /// in_proj_weight, in_proj_bias, out_proj.weight, out_proj.bias, as far as there are biases.
    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("in_proj_weight", inputWeight)]
            + (inputBias.map { [NamedParameter("in_proj_bias", $0)] } ?? [])
            + output.parameters.map { NamedParameter("out_proj.\($0.name)", $0.tensor) }
    }

    /// The dropout, where there is one.
    public var children: [(name: String, module: any Module<Element>)] { dropout.map { [("dropout", $0)] } ?? [] }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let joined = linear(input, inputWeight, inputBias)
        let mask = dropout?.mask([joined.shape[0], heads, joined.shape[1], joined.shape[1]])
        return output(causalAttention(joined, heads: heads, mask: mask))
    }
}

/// Causal attention as one operation: queries, keys and values side by side, [batch, time, 3 · width] →
/// [batch, time, width]. `torch.nn.functional.scaled_dot_product_attention` with `is_causal=True`, for each head.
///
/// A place gives those up to itself shares softmax(q·k/√(width/heads)), and takes the mean of their values by these
/// shares. NaN in one place may reach all places of its example.
///
/// - Parameters:
///   - joined: [batch, time, 3 · width].
///   - heads: a divisor of the width.
///   - mask: [batch, heads, time, time], what each share is multiplied by before the mean is taken: dropout's
///     zeros and its factor. Nil leaves the shares as they are. It gets no gradient.
@specialized(where Element == Float)
public func causalAttention<Element: Scalar>(
    _ joined: Tensor<Element>,
    heads: Int,
    mask: Tensor<Element>? = nil
) -> Tensor<Element> {
    guard joined.shape.count == 3, joined.shape[2] % 3 == 0, heads > 0, joined.shape[2] / 3 % heads == 0 else {
        shapeError("causalAttention", joined.shape, "expected [batch, time, 3 · width], the width in \(heads) heads")
    }
    let (batch, time, width) = (joined.shape[0], joined.shape[1], joined.shape[2] / 3)
    if let mask, mask.shape != [batch, heads, time, time] {
        shapeError("causalAttention", joined.shape, mask.shape, "expected a mask [batch, heads, time, time]")
    }
    let factors = mask?.storage
    let size = width / heads
    let scale = Double(1 / Element(max(size, 1)).squareRoot())
    let source = joined.storage
    let shares = Storage<Element>(count: batch * heads * time * time)
    let kept = factors == nil ? shares : Storage<Element>(count: shares.count)
    let result = Storage<Element>(count: batch * time * width)

    Threads.share(batch * heads) { index in
        let head = AttentionHead(index, heads: heads, time: time, width: width)
        let (queries, keys, values) = head.parts(of: source.read)
        let (shares, kept) = (shares.pointer + head.sharesOffset, kept.pointer + head.sharesOffset)
        head.weigh(queries, PackedMatrix(keys.transposed), into: shares)
        ck_causal_softmax(Element.kernelType, shares, scale, time)
        if let factors { Kernels.multiply(1, shares, factors.read + head.sharesOffset, kept, time * time, false) }
        head.collect(kept, PackedMatrix(values), into: result.pointer + head.offset, stride: width, adds: false)
    }
    return Tensor.result("causalAttention", result, [batch, time, width], [joined]) { gradient, inputs in
        inputs[0].addGradient { slot, adds in
            Threads.share(batch * heads) { index in
                let head = AttentionHead(index, heads: heads, time: time, width: width)
                let (queries, keys, values) = head.parts(of: source.read)
                let dy = Matrix(at: gradient.read + head.offset, time, size, stride: width)
                let (shares, kept) = (shares.pointer + head.sharesOffset, kept.pointer + head.sharesOffset)
                let (dQueries, dKeys, dValues) = head.slots(in: slot)
                let dScores = Storage<Element>(count: time * time)

                head.collectTransposed(kept, PackedMatrix(dy), into: dValues, stride: 3 * width, adds: adds)
                head.weigh(dy, PackedMatrix(values.transposed), into: dScores.pointer)
                if let factors {
                    let factors = factors.read + head.sharesOffset
                    Kernels.multiply(1, dScores.pointer, factors, dScores.pointer, time * time, false)
                }
                ck_causal_softmax_gradient(Element.kernelType, shares, dScores.pointer, scale, time)
                head.collect(dScores.pointer, PackedMatrix(keys), into: dQueries, stride: 3 * width, adds: adds)
                let packed = PackedMatrix(queries)
                head.collectTransposed(dScores.pointer, packed, into: dKeys, stride: 3 * width, adds: adds)
            }
        }
    }
}

/// One head of one example: where its numbers lie, and its products, which leave out most of what lies above the
/// diagonal.
private struct AttentionHead {
    private let time: Int
    private let width: Int
    private let size: Int
    /// Where the head's first output is in [batch, time, width].
    let offset: Int
    /// Where its shares [time, time] are.
    let sharesOffset: Int
    /// The same in [batch, time, 3 · width], for the queries.
    private let joinedOffset: Int

    init(_ index: Int, heads: Int, time: Int, width: Int) {
        let (example, head) = index.quotientAndRemainder(dividingBy: heads)
        self.time = time
        self.width = width
        size = width / heads
        offset = example * time * width + head * size
        joinedOffset = example * time * 3 * width + head * size
        sharesOffset = index * time * time
    }

    /// Queries, keys and values, [time, size] each.
    func parts<Element>(
        of joined: UnsafePointer<Element>
    ) -> (queries: Matrix<Element>, keys: Matrix<Element>, values: Matrix<Element>) {
        func part(_ which: Int) -> Matrix<Element> {
            Matrix(at: joined + joinedOffset + which * width, time, size, stride: 3 * width)
        }
        return (part(0), part(1), part(2))
    }

    /// Where their gradients go.
    func slots<Element>(
        in joined: UnsafeMutablePointer<Element>
    ) -> (
        queries: UnsafeMutablePointer<Element>, keys: UnsafeMutablePointer<Element>,
        values: UnsafeMutablePointer<Element>
    ) {
        let first = joined + joinedOffset
        return (first, first + width, first + 2 * width)
    }

    /// The rows that are computed together; columns after the last of them are left out.
    private var blocks: [Range<Int>] {
        stride(from: 0, to: time, by: 16).map { $0..<min($0 + 16, time) }
    }

    /// c [time, time] ← a·b on and below the diagonal, and what a block holds above it.
    func weigh<Element>(_ a: Matrix<Element>, _ b: PackedMatrix<Element>, into c: UnsafeMutablePointer<Element>) {
        for rows in blocks {
            let place = c + rows.lowerBound * time
            b.multiply(a.rows(rows), 0..<size, columns: rows.upperBound, into: place, stride: time, adds: false)
        }
    }

    /// c [time, size] ← p·b, or added to c, where p [time, time] is 0 above the diagonal.
    func collect<Element>(
        _ p: UnsafePointer<Element>,
        _ b: PackedMatrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        stride: Int,
        adds: Bool
    ) {
        for rows in blocks {
            let a = Matrix(at: p + rows.lowerBound * time, rows.count, rows.upperBound, stride: time)
            let place = c + rows.lowerBound * stride
            b.multiply(a, 0..<rows.upperBound, columns: size, into: place, stride: stride, adds: adds)
        }
    }

    /// c [time, size] ← pᵀ·b, or added to c, where p [time, time] is 0 above the diagonal.
    func collectTransposed<Element>(
        _ p: UnsafePointer<Element>,
        _ b: PackedMatrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        stride: Int,
        adds: Bool
    ) {
        for rows in blocks {
            let depth = rows.lowerBound..<time
            let first = p + rows.lowerBound * time + rows.lowerBound
            let a = Matrix(at: first, depth.count, rows.count, stride: time).transposed
            b.multiply(a, depth, columns: size, into: c + rows.lowerBound * stride, stride: stride, adds: adds)
        }
    }
}
