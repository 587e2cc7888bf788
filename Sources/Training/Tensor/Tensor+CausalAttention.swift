import CKernels

extension Tensor {
    /// Causal attention as one operation: queries, keys and values side by side, [batch, time, 3 · width] →
    /// [batch, time, width]. `torch.nn.functional.scaled_dot_product_attention` with `is_causal=True`, for each head.
    ///
    /// Each position attends to itself and earlier positions with weights softmax(q·k/√(width/heads)); its output is the
    /// weighted mean of their values. NaN at one position may reach all positions of its example.
    ///
    /// - Parameters:
    ///   - heads: a divisor of the width.
    ///   - mask: [batch, heads, time, time], the factors of the weights before the mean: dropout's zeros and its scale. Nil
    ///     for none. It gets no gradient.
    @specialized(where Element == Float)
    public func causalAttention(heads: Int, mask: Tensor? = nil) -> Tensor {
        guard shape.count == 3, shape[2] % 3 == 0, heads > 0, shape[2] / 3 % heads == 0 else {
            shapeError("causalAttention", shape, "expected [batch, time, 3 · width], the width in \(heads) heads")
        }
        let (batch, time, width) = (shape[0], shape[1], shape[2] / 3)
        if let mask, mask.shape != [batch, heads, time, time] {
            shapeError("causalAttention", shape, mask.shape, "expected a mask [batch, heads, time, time]")
        }
        let factors = mask?.storage
        let size = width / heads
        let scale = Double(1 / Element(Swift.max(size, 1)).squareRoot())
        let source = storage
        let shares = Storage<Element>(count: batch * heads * time * time)
        let kept = factors == nil ? shares : Storage<Element>(count: shares.count)
        let result = Storage<Element>(count: batch * time * width)

        Threads.share(batch * heads) { index in
            let head = AttentionHead(index, heads: heads, time: time, width: width)
            let (queries, keys, values) = unsafe head.parts(of: source.read)
            let (shares, kept) = unsafe (shares.pointer + head.sharesOffset, kept.pointer + head.sharesOffset)
            unsafe head.weigh(queries, PackedMatrix(keys.transposed), into: shares)
            unsafe ck_causal_softmax(Element.kernelType, shares, scale, time)
            if let factors {
                unsafe Kernels.multiply(1, shares, factors.read + head.sharesOffset, kept, time * time, false)
            }
            unsafe head.collect(
                kept,
                PackedMatrix(values),
                into: result.pointer + head.offset,
                stride: width,
                adds: false
            )
        }
        return Tensor.result("causalAttention", result, [batch, time, width], [self]) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                Threads.share(batch * heads) { index in
                    let head = AttentionHead(index, heads: heads, time: time, width: width)
                    let (queries, keys, values) = unsafe head.parts(of: source.read)
                    let dy = unsafe Matrix(at: gradient.read + head.offset, time, size, stride: width)
                    let (shares, kept) = unsafe (shares.pointer + head.sharesOffset, kept.pointer + head.sharesOffset)
                    let (dQueries, dKeys, dValues) = unsafe head.slots(in: slot)
                    let dScores = Storage<Element>(count: time * time)

                    unsafe head.collect(
                        kept,
                        transposed: true,
                        PackedMatrix(dy),
                        into: dValues,
                        stride: 3 * width,
                        adds: adds
                    )
                    unsafe head.weigh(dy, PackedMatrix(values.transposed), into: dScores.pointer)
                    if let factors {
                        let factors = unsafe factors.read + head.sharesOffset
                        unsafe Kernels.multiply(1, dScores.pointer, factors, dScores.pointer, time * time, false)
                    }
                    unsafe ck_causal_softmax_gradient(Element.kernelType, shares, dScores.pointer, scale, time)
                    unsafe head.collect(
                        dScores.pointer,
                        PackedMatrix(keys),
                        into: dQueries,
                        stride: 3 * width,
                        adds: adds
                    )
                    unsafe head.collect(
                        dScores.pointer,
                        transposed: true,
                        PackedMatrix(queries),
                        into: dKeys,
                        stride: 3 * width,
                        adds: adds
                    )
                }
            }
        }
    }
}
