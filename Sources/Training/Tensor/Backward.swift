import CKernels

/// One recorded operation: what it was computed from, and how its gradient becomes theirs.
final class Node<Element: Scalar> {
    /// Takes the gradient of the result, which nobody else holds and which may be overwritten or handed on, and
    /// adds to the gradients of the inputs. It must not hold the inputs itself: the inputs' only owner is the
    /// node, so that a long graph can be taken apart without recursion.
    typealias Propagate = (_ gradient: Storage<Element>, _ inputs: [Tensor<Element>]) -> Void

    let operation: StaticString
    var inputs: [Tensor<Element>]
    var propagate: Propagate?
    var isVisited = false
    /// The other computed tensors of a graph that stays for another pass, inputs before results; nil for one that is
    /// freed on the way.
    var kept: [Tensor<Element>]?

    init(_ operation: StaticString, _ inputs: [Tensor<Element>], _ propagate: @escaping Propagate) {
        self.operation = operation
        self.inputs = inputs
        self.propagate = propagate
    }

    /// True once a backward pass has used and freed this node.
    var isSpent: Bool { propagate == nil }

    /// Lets go of a graph that nobody else holds, one node after the other: releasing the first would otherwise
    /// release the next from within, and a long sequence would overflow the stack.
    @specialized(where Element == Float)
    static func dismantle(_ first: inout Node?) {
        guard first != nil, isKnownUniquelyReferenced(&first), let node = first else { return }
        first = nil
        var doomed = node.inputs
        node.inputs = []
        while var tensor = doomed.popLast() {
            guard isKnownUniquelyReferenced(&tensor), tensor.node != nil,
                isKnownUniquelyReferenced(&tensor.node), let node = tensor.node
            else { continue }
            doomed.append(contentsOf: node.inputs)
            node.inputs = []
        }
    }
}

extension Tensor {
    /// The result of an operation, with its node when some input wants a gradient and the thread records.
    ///
    /// - Parameter again: computes the numbers once more in the same memory, from what is then in the inputs'; nil for
    ///   an operation that cannot be replayed.
    static func result(
        _ operation: StaticString,
        _ storage: Storage<Element>,
        _ shape: [Int],
        _ inputs: [Tensor],
        again: (() -> Void)? = nil,
        _ propagate: @escaping Node<Element>.Propagate
    ) -> Tensor {
        let isRecorded = inputs.contains(where: { $0.requiresGrad }) && ck_is_recording()
        let tensor = Tensor(storage: storage, shape: shape, requiresGrad: isRecorded)
        Tape.current?.note(again, tensor)
        guard isRecorded else { return tensor }
        tensor.node = Node(operation, inputs, propagate)
        return tensor
    }

    /// Whether an operation on these inputs will be recorded.
    static func records(_ inputs: Tensor...) -> Bool {
        inputs.contains(where: { $0.requiresGrad }) && ck_is_recording()
    }

    /// Lets the closure add to this tensor's gradient, or store into it when there is no gradient yet.
    /// Does nothing for a tensor that wants no gradient.
    func addGradient(_ body: (_ slot: UnsafeMutablePointer<Element>, _ adds: Bool) -> Void) {
        guard requiresGrad else { return }
        if let present = node == nil ? grad?.storage : pending {
            body(present.pointer, true)
            return
        }
        let fresh = spare?.storage ?? Storage<Element>(count: count)
        body(fresh.pointer, false)
        settle(fresh)
    }

    /// The same for an operation that writes here and there: the slot holds zeros at least.
    func addGradientToZeros(_ body: (_ slot: UnsafeMutablePointer<Element>) -> Void) {
        addGradient { slot, adds in
            if !adds { Kernels.fill(slot, 0, count) }
            body(slot)
        }
    }

    /// Adds a whole gradient that nobody else holds any more, taking its memory over when none is there yet.
    func takeGradient(_ gradient: Storage<Element>) {
        guard requiresGrad else { return }
        if let present = node == nil ? grad?.storage : pending {
            Kernels.axpy(1, gradient.read, present.pointer, count, true)
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
        if gradient !== spare.storage { spare.storage.pointer.update(from: gradient.pointer, count: count) }
        grad = spare
    }

    /// Computes the gradient of this tensor with respect to every leaf it came from, and adds it to their `grad`.
    ///
    /// The graph is freed on the way, so a second pass through any part of it traps;
    /// compute the loss anew instead. The order is worked out without recursion: a graph may be as long as memory
    /// allows. `torch.Tensor.backward`.
    ///
    /// - Parameter gradient: where the pass starts, of this tensor's shape; 1 for a single number when left out,
    ///   and required otherwise.
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
            start.pointer[0] = 1
        }
        let kept = node?.kept
        let order = kept ?? computedTensors().dropLast()
        takeGradient(start)
        propagate(keeps: kept != nil)
        for tensor in order.reversed() { tensor.propagate(keeps: kept != nil) }
    }

    /// Hands the gradient on to what this tensor was computed from.
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

    /// Every computed tensor behind this one and itself, inputs before results.
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
