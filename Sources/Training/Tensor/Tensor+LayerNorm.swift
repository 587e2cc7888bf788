import CKernels

extension Tensor {
    /// Normalizes the last axes, of the weight's shape, to mean 0 and variance 1, then multiplies by the weight and adds the
    /// bias.
    /// `torch.nn.functional.layer_norm`.
    ///
    /// The variance is the biased one, divided by the count; epsilon, added to it, makes a row of equal numbers zeros.
    /// It is summed in Double: in Float numbers beyond 1.8e19, whose squares leave Float's range, are normalized like others,
    /// where PyTorch gives zeros, and NaN from about 1e38.
    @specialized(where Element == Float)
    public func layerNorm(weight: Tensor, bias: Tensor? = nil, epsilon: Double = 1e-5) -> Tensor {
        guard !weight.shape.isEmpty, shape.suffix(weight.shape.count) == weight.shape[...] else {
            shapeError("layerNorm", shape, weight.shape, "the last axes must have the weight's shape")
        }
        if let bias, bias.shape != weight.shape {
            shapeError("layerNorm", weight.shape, bias.shape, "weight and bias must have one shape")
        }
        let columns = weight.count
        let rows = columns == 0 ? 0 : count / columns
        let (standard, scales) = (Storage<Element>(count: count), Storage<Element>(count: rows))
        let result = Storage<Element>(count: count)
        let (type, x, weights) = (Element.kernelType, storage, weight.storage)
        // Rows are divided by their number alone, so that sums over them do not depend on the threads.
        let block = 64
        let blocks = (rows + block - 1) / block
        func part(_ index: Int) -> (first: Int, rows: Int) {
            (index * block * columns, min(block, rows - index * block))
        }

        Threads.share(blocks) { index in
            let (first, rows) = part(index)
            let (scales, standard) = unsafe (scales.pointer + index * block, standard.pointer + first)
            let (x, bias, y) = unsafe (x.read + first, bias?.storage.read, result.pointer + first)
            unsafe ck_layer_norm(type, x, weights.read, bias, standard, scales, y, epsilon, rows, columns)
        }
        let operands = [self, weight] + (bias.map { [$0] } ?? [])
        return Tensor.result("layerNorm", result, shape, operands) { gradient, operands in
            // The weights' and the biases' sums of each block.
            let sums = Storage<Element>.zeros(2 * blocks * columns)
            Threads.share(blocks) { index in
                let (first, rows) = part(index)
                let dWeight = unsafe sums.pointer + index * columns
                let dBias = unsafe operands.count == 3 ? dWeight + blocks * columns : nil
                let (standard, dy) = unsafe (standard.read + first, gradient.read + first)
                unsafe ck_layer_norm_weight_gradient(type, standard, dy, dWeight, dBias, rows, columns)
            }
            for (index, operand) in operands.dropFirst().enumerated() {
                let sums = unsafe sums.read + index * blocks * columns
                unsafe operand.addGradient { slot, adds in
                    unsafe ck_sum_axis(type, sums, slot, 1, blocks, columns, 1, adds)
                }
            }
            unsafe operands[0].addGradient { slot, adds in
                Threads.share(blocks) { index in
                    let (first, rows) = part(index)
                    let (scales, standard) = unsafe (scales.read + index * block, standard.read + first)
                    let (dy, dx) = unsafe (gradient.read + first, slot + first)
                    unsafe ck_layer_norm_gradient(type, standard, scales, weights.read, dy, dx, rows, columns, adds)
                }
            }
        }
    }
}
