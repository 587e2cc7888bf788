import CKernels

/// A loss that is computed on one batch after the other, and its gradients, with the graph built for the first alone.
///
///     let replay = Replay { crossEntropy(model($0), $1) }
///     for (inputs, classes) in batches {
///         optimizer.zeroGrad()
///         let loss = replay(inputs, classes)
///         loss.backward()
///         optimizer.step()
///     }
///
/// The first call computes the loss and records what was done; later ones, for inputs of the same shape, do the same
/// operations again in the same memory, to the same bits as without. Nothing is allocated then, which matters in networks
/// so small that building a graph costs as much as its arithmetic. In return the memory of all results and gradients
/// stays in use, and so do the tensors: the loss that is returned, and the parameters' gradients, are overwritten by the
/// next call and its backward pass.
///
/// The closure must do the same operations for every batch of one shape: it is not called again. Where it does anything
/// that cannot be repeated from its operations alone (draws numbers, reads a tensor's values, makes a tensor), or uses an
/// operation other than a linear layer, a convolution, a pooling, a function of one number, a change of shape, the cross
/// entropy without weights, or the squared error, nothing is recorded, and every call calls the closure. A tensor that is frozen, or
/// let be trained again, is noticed: the next call records anew. It belongs to one thread.
public final class Replay<Element: Scalar> {
    private struct Recorded {
        let inputs: Tensor<Element>
        let classes: Classes
        let loss: Tensor<Element>
        let operations: [() -> Void]
        /// What gradients are collected in.
        let leaves: [Tensor<Element>]
        /// `Freezing.count` of the time.
        let freezing: Int
    }

    private let compute: (_ inputs: Tensor<Element>, _ classes: Classes) -> Tensor<Element>
    private var recorded: Recorded?
    private var isRefused = false

    /// - Parameter compute: the loss, a single number, from the inputs and as many classes as it needs.
    public init(_ compute: @escaping (_ inputs: Tensor<Element>, _ classes: Classes) -> Tensor<Element>) {
        self.compute = compute
    }

    deinit { forget() }

    private func forget() {
        for leaf in recorded?.leaves ?? [] { leaf.spare = nil }
        recorded = nil
    }

    /// Whether calls repeat what was recorded.
    public var isReplaying: Bool { recorded != nil }

    /// The loss on a batch. Inputs of another shape than the first call's are computed by the closure.
    @specialized(where Element == Float)
    public func callAsFunction(_ inputs: Tensor<Element>, _ classes: [Int]) -> Tensor<Element> {
        // What gradients reach may be another part of the graph now.
        if let recorded, recorded.freezing != Freezing.count { forget() }
        guard let recorded, ck_is_recording() else {
            let isFirst = recorded == nil && !isRefused && ck_is_recording()
            return isFirst ? record(inputs.copy(), Classes(classes)) : compute(inputs, Classes(classes))
        }
        guard inputs.shape == recorded.inputs.shape, classes.count == recorded.classes.values.count else {
            return compute(inputs, Classes(classes))
        }
        recorded.inputs.storage.pointer.update(from: inputs.storage.pointer, count: inputs.count)
        recorded.classes.values = classes
        for operation in recorded.operations { operation() }
        return recorded.loss
    }

    private func record(_ inputs: Tensor<Element>, _ classes: Classes) -> Tensor<Element> {
        let tape = Tape()
        let loss = tape.during { compute(inputs, classes) }
        let graph = loss.node == nil ? [] : loss.computedTensors()
        for tensor in graph { tensor.node?.isVisited = false }
        // What was computed before is not done again.
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
            classes: classes,
            loss: loss,
            operations: tape.operations,
            leaves: leaves,
            freezing: Freezing.count
        )
        return loss
    }
}
