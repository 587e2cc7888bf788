import CKernels

/// The common shape of two operands under NumPy's rule: axes are matched from the last, and an axis of length 1, or a
/// missing one, repeats.
func broadcast(_ operation: String, _ left: [Int], _ right: [Int]) -> [Int] {
    if left == right { return left }
    let rank = max(left.count, right.count)
    guard rank <= Int(CK_MAX_RANK) else { shapeError(operation, left, right, "more than \(CK_MAX_RANK) axes") }
    return (0..<rank).map { axis in
        let fromLast = rank - axis
        let a = fromLast <= left.count ? left[left.count - fromLast] : 1
        let b = fromLast <= right.count ? right[right.count - fromLast] : 1
        guard a == b || a == 1 || b == 1 else {
            shapeError(operation, left, right, "axis \(axis - rank) is \(a) in one and \(b) in the other")
        }
        return a == 1 ? b : a
    }
}

/// How an array of shape `source` is read so that it appears to have the shape `target`.
private func layout(of source: [Int], as target: [Int]) -> ck_layout {
    var layout = ck_layout()
    layout.rank = Int64(target.count)
    var stride = Int64(1)
    unsafe withUnsafeMutableBytes(of: &layout.extent) { extents in
        for (axis, length) in target.enumerated() {
            unsafe extents.storeBytes(of: Int64(length), toByteOffset: 8 * axis, as: Int64.self)
        }
    }
    unsafe withUnsafeMutableBytes(of: &layout.stride) { strides in
        for (fromLast, length) in source.reversed().enumerated() {
            let axis = target.count - 1 - fromLast
            unsafe strides.storeBytes(of: length == 1 ? 0 : stride, toByteOffset: 8 * axis, as: Int64.self)
            stride *= Int64(length)
        }
    }
    return layout
}

extension Tensor {
    /// The numbers repeated to a shape this one broadcasts to; the same memory when the shapes are equal.
    func expanded(to target: [Int]) -> Storage<Element> {
        guard shape != target else { return storage }
        let full = Storage<Element>(count: Tensor.count(of: target))
        if full.count > 0 {
            unsafe ck_expand(Element.kernelType, storage.read, full.pointer, layout(of: shape, as: target))
        }
        return full
    }

    /// Adds a gradient of a broadcast shape, summed over the axes that were repeated.
    func acceptGradient(_ gradient: Storage<Element>, collapsedFrom target: [Int]) {
        guard shape != target else { return acceptGradient(gradient) }
        unsafe addGradientToZeros { slot in
            guard gradient.count > 0 else { return }
            unsafe ck_collapse(Element.kernelType, gradient.read, slot, layout(of: shape, as: target))
        }
    }
}
