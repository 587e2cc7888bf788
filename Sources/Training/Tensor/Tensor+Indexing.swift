import CKernels

extension Tensor {
    /// The part of one axis within a range; the axis remains. A copy. `torch.narrow`, `x[a:b]`.
    public func slice(axis: Int = 0, _ range: Range<Int>) -> Tensor {
        let view = AxisView("slice", shape, axis: axis)
        guard range.lowerBound >= 0, range.upperBound <= view.length else {
            shapeError("slice", shape, "axis \(axis) has no range \(range)")
        }
        let (columns, stride) = (range.count * view.inner, view.length * view.inner)
        let offset = range.lowerBound * view.inner
        let result = Storage<Element>(count: view.outer * columns)
        let (type, rows) = (Element.kernelType, view.outer)
        unsafe ck_copy_block(type, storage.read + offset, stride, result.pointer, columns, rows, columns, false)
        var shape = shape
        shape[AxisView.position("slice", shape, axis)] = range.count
        return Tensor.result("slice", result, shape, [self]) { gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in
                unsafe ck_copy_block(type, gradient.read, columns, slot + offset, stride, rows, columns, true)
            }
        }
    }

    /// One index of an axis, which is removed from the shape; −1 is the last. `torch.select`, `x[i]`.
    @specialized(where Element == Float)
    public func select(axis: Int = 0, _ index: Int) -> Tensor {
        let position = AxisView.position("select", shape, axis)
        let place = index < 0 ? index + shape[position] : index
        guard (0..<shape[position]).contains(place) else {
            shapeError("select", shape, "axis \(axis) has no place \(index)")
        }
        var reduced = shape
        reduced.remove(at: position)
        return slice(axis: position, place..<(place + 1)).reshape(reduced)
    }

    /// The rows (elements of the first axis) at the indices, in their order, repeats allowed: [v, …] → [n, …].
    /// The gradient of a row is the sum over its uses. `torch.index_select`, `torch.nn.functional.embedding`.
    public func rows(_ indices: [Int]) -> Tensor { rows(indices, withoutGradientOf: nil) }

    /// The same without the gradient of one row, under the name of another operation.
    func rows(_ indices: [Int], withoutGradientOf padding: Int?, as operation: String = "rows") -> Tensor {
        guard let count = shape.first else { shapeError(operation, shape, "a single number has no rows") }
        let columns = shape.dropFirst().reduce(1, *)
        let places = indices.map { index in
            requireIndex(index, of: count, "row", operation, shape)
            return Int64(index)
        }
        let result = Storage<Element>(count: places.count * columns)
        unsafe ck_gather(Element.kernelType, storage.read, places, result.pointer, places.count, columns)
        let rows = Tensor.result("rows", result, [places.count] + shape.dropFirst(), [self]) { gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in
                guard let padding = padding.map(Int64.init), places.contains(padding) else {
                    return unsafe ck_scatter(Element.kernelType, gradient.read, places, slot, places.count, columns)
                }
                for (use, place) in places.enumerated() where place != padding {
                    unsafe ck_scatter(Element.kernelType, gradient.read + use * columns, [place], slot, 1, columns)
                }
            }
        }
        if padding == nil && shape.count == 2 { rows.origin = (self, places) }
        return rows
    }

    /// Joins tensors along an axis they all have; the other axes must agree. `torch.cat`.
    public static func concat(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else { usageError("concat: there are no tensors to join") }
        let position = AxisView.position("concat", first.shape, axis)
        var shape = first.shape
        shape[position] = 0
        for tensor in tensors {
            var others = tensor.shape
            guard others.count == shape.count else {
                shapeError("concat", first.shape, tensor.shape, "the ranks differ")
            }
            shape[position] += others[position]
            others[position] = first.shape[position]
            guard others == first.shape else {
                shapeError("concat", first.shape, tensor.shape, "only axis \(axis) may differ")
            }
        }
        let view = AxisView("concat", shape, axis: position)
        let stride = view.length * view.inner
        let widths = tensors.map { $0.shape[position] * view.inner }
        let result = Storage<Element>(count: count(of: shape))
        let (type, rows) = (Element.kernelType, view.outer)
        var offset = 0
        for (tensor, width) in Swift.zip(tensors, widths) {
            let (x, y) = unsafe (tensor.storage.read, result.pointer + offset)
            unsafe ck_copy_block(type, x, width, y, stride, rows, width, false)
            offset += width
        }
        return Tensor.result("concat", result, shape, tensors) { gradient, inputs in
            var offset = 0
            for (input, width) in Swift.zip(inputs, widths) {
                unsafe input.addGradient { slot, adds in
                    unsafe ck_copy_block(type, gradient.read + offset, stride, slot, width, rows, width, adds)
                }
                offset += width
            }
        }
    }

    /// Joins tensors of one shape along a new axis. `torch.stack`.
    public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else { usageError("stack: there are no tensors to join") }
        var shape = first.shape
        let position = axis < 0 ? axis + shape.count + 1 : axis
        guard (0...shape.count).contains(position) else {
            shapeError("stack", shape, "there is no place for a new axis \(axis)")
        }
        shape.insert(1, at: position)
        return concat(
            tensors.map { tensor in
                guard tensor.shape == first.shape else {
                    shapeError("stack", first.shape, tensor.shape, "the shapes differ")
                }
                return tensor.reshape(shape)
            },
            axis: position
        )
    }
}
