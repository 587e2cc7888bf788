import CKernels

extension Tensor {
    /// The result of an operation, with its node when an input requires a gradient and gradients are enabled.
    ///
    /// - Parameter again: recomputes the numbers in the same memory from the inputs' present numbers; nil for an operation
    ///   that cannot be replayed.
    static func result(
        _ operation: StaticString,
        _ storage: Storage<Element>,
        _ shape: [Int],
        _ inputs: [Tensor],
        again: (() -> Void)? = nil,
        _ propagate: @escaping Node<Element>.Propagate
    ) -> Tensor {
        let isRecorded = inputs.contains(where: { $0.requiresGrad }) && ck_grad_enabled()
        let tensor = Tensor(storage: storage, shape: shape, requiresGrad: isRecorded)
        Tape.current?.record(again, tensor)
        guard isRecorded else { return tensor }
        tensor.node = Node(operation, inputs, propagate)
        return tensor
    }

    /// Whether an operation on these inputs gets a node.
    static func records(_ inputs: Tensor...) -> Bool {
        inputs.contains(where: { $0.requiresGrad }) && ck_grad_enabled()
    }

    /// Lets the closure add to this tensor's gradient, or store it when there is none yet.
    /// Does nothing for a tensor that requires no gradient.
    func addGradient(_ body: (_ slot: UnsafeMutablePointer<Element>, _ adds: Bool) -> Void) {
        guard requiresGrad else { return }
        if let present = node == nil ? grad?.storage : pending {
            unsafe body(present.pointer, true)
            return
        }
        let fresh = spare?.storage ?? Storage<Element>(count: count)
        unsafe body(fresh.pointer, false)
        settle(fresh)
    }

    /// Like `addGradient`, for an operation that writes single elements: the slot is never uninitialized.
    func addGradientToZeros(_ body: (_ slot: UnsafeMutablePointer<Element>) -> Void) {
        unsafe addGradient { slot, adds in
            if !adds { unsafe Kernels.fill(slot, 0, count) }
            unsafe body(slot)
        }
    }

    /// Adds a gradient that has no other owner; its memory becomes the gradient's if there is none yet.
    func acceptGradient(_ gradient: Storage<Element>) {
        guard requiresGrad else { return }
        if let present = node == nil ? grad?.storage : pending {
            unsafe Kernels.axpy(1, gradient.read, present.pointer, count, true)
        } else {
            settle(gradient)
        }
    }

    private func settle(_ gradient: Storage<Element>) {
        guard node == nil else {
            pending = gradient
            return
        }
        guard let spare else {
            grad = Tensor(storage: gradient, shape: shape)
            return
        }
        // The memory of another tensor's gradient will be needed for the next pass.
        if gradient !== spare.storage { unsafe spare.storage.pointer.update(from: gradient.pointer, count: count) }
        grad = spare
    }

    /// Computes the gradient of this tensor with respect to every leaf it came from, and adds it to their `grad`.
    ///
    /// The graph is freed by the pass, so a second pass through any part of it traps; compute the loss again instead. The
    /// order is determined without recursion: a graph may be as long as memory allows. `torch.Tensor.backward`.
    ///
    /// - Parameter gradient: the initial gradient, of this tensor's shape; by default 1, for a single number only.
    @specialized(where Element == Float)
    public func backward(_ gradient: Tensor? = nil) {
        guard requiresGrad else {
            usageError("backward: this tensor does not require a gradient and was not computed from one that does")
        }
        let start: Storage<Element>
        if let gradient {
            guard gradient.shape == shape else {
                shapeError("backward", shape, gradient.shape, "the gradient must have the tensor's shape")
            }
            start = gradient.storage.copy()
        } else {
            guard count == 1 else {
                shapeError("backward", shape, "give a gradient, or reduce the tensor to a single number first")
            }
            start = spare?.storage ?? Storage(count: 1)
            unsafe start.pointer[0] = 1
        }
        let kept = node?.kept
        let order = kept ?? computedTensors().dropLast()
        acceptGradient(start)
        propagate(keeps: kept != nil)
        for tensor in order.reversed() { tensor.propagate(keeps: kept != nil) }
    }

    /// Propagates the gradient to the inputs of this tensor's operation.
    private func propagate(keeps: Bool) {
        guard let node, let propagate = node.propagate else { return }
        let inputs = node.inputs
        if !keeps {
            node.propagate = nil
            node.inputs = []
        }
        guard let pending else { return }
        self.pending = nil
        propagate(pending, inputs)
    }

    /// Every computed tensor that this one depends on, and itself, inputs before results.
    func computedTensors() -> [Tensor] {
        var order: [Tensor] = []
        var path: [(tensor: Tensor, next: Int)] = []
        func enter(_ tensor: Tensor) {
            guard let node = tensor.node else { return }
            guard !node.isSpent else {
                usageError(
                    "backward: a second pass through \(node.operation), whose graph the first one freed; "
                        + "compute the loss again"
                )
            }
            guard !node.isVisited else { return }
            node.isVisited = true
            path.append((tensor, 0))
        }
        enter(self)
        while let (tensor, next) = path.last {
            let inputs = tensor.node!.inputs
            guard next < inputs.count else {
                order.append(tensor)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            enter(inputs[next])
        }
        return order
    }
}
