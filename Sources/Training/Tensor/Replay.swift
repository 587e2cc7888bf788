import CKernels

/// The loss of one batch after another, and its gradients, with a graph that is built for the first batch only.
///
///     let replay = Replay { Losses.crossEntropy(model($0), $1) }
///     for (inputs, classes) in batches {
///         optimizer.zeroGrad()
///         let loss = replay(inputs, classes)
///         loss.backward()
///         optimizer.step()
///     }
///
/// The first call computes the loss and records its operations; later calls with inputs of the same shape repeat them in the
/// same memory, to the same bits as without. They allocate nothing, which pays in networks so small that building a graph
/// costs as much as its arithmetic. In return the memory of all results and gradients remains allocated, and the next call and its
/// backward pass overwrite the loss that was returned and the parameters' gradients.
///
/// The closure must perform the same operations for every batch of one shape: it is not called again. If it does anything
/// that its operations alone cannot repeat (draws numbers, reads a tensor's values, creates a tensor, uses other classes than
/// the batch's), or uses an operation other than a linear layer, a convolution, a pooling, a function of one number, a change
/// of shape, the cross entropy without weights, or the squared error, nothing is recorded, and every call calls the closure.
/// After a tensor is frozen or made trainable again, the next call records again. A replay belongs to one thread.
public final class Replay<Element: Scalar> {
    private struct Recorded {
        let inputs: Tensor<Element>
        let targets: ClassTargets
        let loss: Tensor<Element>
        let operations: [() -> Void]
        /// The tensors that collect gradients.
        let leaves: [Tensor<Element>]
        /// `Freezing.count` at the time of recording.
        let freezing: Int
    }

    private let compute: (_ inputs: Tensor<Element>, _ classes: [Int]) -> Tensor<Element>
    private var recorded: Recorded?
    private var isRefused = false

    /// - Parameter compute: the loss, a single number, from the inputs and the batch's classes.
    public init(_ compute: @escaping (_ inputs: Tensor<Element>, _ classes: [Int]) -> Tensor<Element>) {
        self.compute = compute
    }

    deinit { forget() }

    private func forget() {
        for leaf in recorded?.leaves ?? [] { leaf.spare = nil }
        recorded = nil
    }

    /// Whether calls repeat recorded operations.
    public var isReplaying: Bool { recorded != nil }

    /// The loss on a batch. Inputs of another shape than the first call's are computed by the closure.
    @specialized(where Element == Float)
    public func callAsFunction(_ inputs: Tensor<Element>, _ classes: [Int]) -> Tensor<Element> {
        // Gradients may now reach another part of the graph.
        if let recorded, recorded.freezing != Freezing.count { forget() }
        guard let recorded, ck_grad_enabled() else {
            let isFirst = recorded == nil && !isRefused && ck_grad_enabled()
            return isFirst ? record(inputs.copy(), classes) : compute(inputs, classes)
        }
        guard inputs.shape == recorded.inputs.shape, classes.count == recorded.targets.values.count else {
            return compute(inputs, classes)
        }
        unsafe recorded.inputs.storage.pointer.update(from: inputs.storage.pointer, count: inputs.count)
        recorded.targets.values = classes
        for operation in recorded.operations { operation() }
        return recorded.loss
    }

    private func record(_ inputs: Tensor<Element>, _ classes: [Int]) -> Tensor<Element> {
        let targets = ClassTargets(classes)
        let tape = Tape(targets)
        let loss = tape.during { compute(inputs, classes) }
        let graph = loss.node == nil ? [] : loss.computedTensors()
        for tensor in graph { tensor.node?.isVisited = false }
        // Nothing computed before the recording can be repeated.
        guard !tape.isRefused, loss.count == 1, !graph.isEmpty, graph.allSatisfy({ tape.made($0) }) else {
            isRefused = true
            return loss
        }
        loss.node?.kept = graph.dropLast()
        var leaves: [Tensor<Element>] = []
        for tensor in graph + graph.flatMap({ $0.node?.inputs ?? [] }) where tensor.requiresGrad && tensor.spare == nil
        {
            tensor.spare = Tensor(storage: Storage(count: tensor.count), shape: tensor.shape)
            if tensor.node == nil { leaves.append(tensor) }
        }
        recorded = Recorded(
            inputs: inputs,
            targets: targets,
            loss: loss,
            operations: tape.operations,
            leaves: leaves,
            freezing: Freezing.count
        )
        return loss
    }
}
