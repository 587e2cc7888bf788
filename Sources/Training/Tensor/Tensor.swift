import CKernels

/// An array of numbers of any rank, contiguous in row-major order, that can remember how it was computed.
///
/// A tensor with `requiresGrad` is a leaf that collects gradients; a tensor computed from such leaves carries the graph of
/// its operations, which `backward()` traverses once. Tensors are references, and they are not `Sendable`:
/// a model belongs to one thread. Shapes that do not fit are a programming error and trap with a message that
/// names the operation and the shapes. It is modeled on `torch.Tensor`.
public final class Tensor<Element: Scalar> {
    /// The length of each axis; empty for a single number.
    public let shape: [Int]
    /// The number of elements: the product of `shape`, 1 for a single number, 0 when an axis is empty.
    public let count: Int
    /// Whether gradients are collected here (a leaf) or pass through here (a computed tensor). A leaf's may be changed
    /// between a backward pass and the next forward pass: false freezes the leaf and discards its gradient.
    public var requiresGrad: Bool {
        didSet {
            guard requiresGrad != oldValue else { return }
            require(
                node == nil,
                "requiresGrad: only a leaf can be frozen, not the result of \(node?.operation.description ?? "")"
            )
            if !requiresGrad { grad = nil }
            Freezing.recordChange()
        }
    }
    /// The gradient collected by `backward()`, of the same shape; nil until then. Later passes add to it in place.
    public var grad: Tensor? {
        didSet {
            guard let grad, grad.shape != shape else { return }
            shapeError("grad", shape, grad.shape, "a gradient has the shape of its tensor")
        }
    }

    let storage: Storage<Element>
    /// How this tensor was computed; nil for a leaf.
    var node: Node<Element>?
    /// The gradient accumulated so far during a backward pass; leaves use `grad`.
    var pending: Storage<Element>?
    /// The gradient's memory, reused by every pass, while the tensor is part of a replayed graph.
    var spare: Tensor?
    /// The table and indices from which the rows of this tensor, as wide as its last axis, were looked up, if any. The rows,
    /// or the table, may have been changed in place since.
    var origin: (table: Tensor, places: [Int64])?

    init(storage: Storage<Element>, shape: [Int], requiresGrad: Bool = false) {
        self.storage = storage
        self.shape = shape
        count = storage.count
        self.requiresGrad = requiresGrad
    }

    deinit { Node.dismantle(&node) }

    /// A tensor of the values in row-major order; their number must be the product of the shape.
    public convenience init(_ values: [Element], shape: [Int], requiresGrad: Bool = false) {
        Tape.current?.refuse()
        guard values.count == Tensor.count(of: shape) else {
            shapeError("Tensor", [values.count], shape, "\(values.count) values do not fill the shape")
        }
        let storage = Storage<Element>(count: values.count)
        unsafe values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { unsafe storage.pointer.update(from: base, count: source.count) }
        }
        self.init(storage: storage, shape: shape, requiresGrad: requiresGrad)
    }

    /// A vector of the values.
    public convenience init(_ values: [Element], requiresGrad: Bool = false) {
        self.init(values, shape: [values.count], requiresGrad: requiresGrad)
    }

    /// A single number, of shape [].
    public convenience init(_ value: Element, requiresGrad: Bool = false) {
        self.init([value], shape: [], requiresGrad: requiresGrad)
    }

    /// A tensor whose memory the closure fills completely; it is uninitialized before.
    public convenience init(
        shape: [Int],
        requiresGrad: Bool = false,
        filling body: (UnsafeMutableBufferPointer<Element>) -> Void
    ) {
        Tape.current?.refuse()
        let storage = Storage<Element>(count: Tensor.count(of: shape))
        unsafe body(UnsafeMutableBufferPointer(start: storage.pointer, count: storage.count))
        self.init(storage: storage, shape: shape, requiresGrad: requiresGrad)
    }

    /// A tensor of one value throughout. `torch.full`.
    public static func full(_ shape: [Int], _ value: Element, requiresGrad: Bool = false) -> Tensor {
        Tape.current?.refuse()
        let storage = Storage<Element>(count: count(of: shape))
        unsafe Kernels.fill(storage.pointer, value, storage.count)
        return Tensor(storage: storage, shape: shape, requiresGrad: requiresGrad)
    }

    /// A tensor of zeros. `torch.zeros`.
    public static func zeros(_ shape: [Int], requiresGrad: Bool = false) -> Tensor {
        full(shape, 0, requiresGrad: requiresGrad)
    }

    /// A tensor of ones. `torch.ones`.
    public static func ones(_ shape: [Int], requiresGrad: Bool = false) -> Tensor {
        full(shape, 1, requiresGrad: requiresGrad)
    }

    /// The numbers in row-major order, as a copy.
    public var values: [Element] { unsafe withValues { unsafe Array($0) } }

    /// The only number of a tensor that has one, whatever its rank. `torch.Tensor.item`.
    public func item() -> Element {
        Tape.current?.refuse()
        guard count == 1 else { shapeError("item", shape, [], "a tensor of one number is needed") }
        return unsafe storage.pointer[0]
    }

    /// Reads the numbers without a copy.
    public func withValues<Result>(_ body: (UnsafeBufferPointer<Element>) throws -> Result) rethrows -> Result {
        Tape.current?.refuse()
        return try unsafe body(UnsafeBufferPointer(start: storage.pointer, count: count))
    }

    /// Changes the numbers in place, unnoticed by the graph: for data and weights, between a backward pass and the
    /// next forward pass.
    public func withMutableValues<Result>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        Tape.current?.refuse()
        return try unsafe body(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
    }

    /// Replaces the numbers in place, unnoticed by the graph; there must be `count` of them. `torch.Tensor.copy_`.
    public func assign(_ values: [Element]) {
        guard values.count == count else { shapeError("assign", shape, [values.count], "the counts differ") }
        _ = unsafe withMutableValues { unsafe $0.update(fromContentsOf: values) }
    }

    /// The same numbers, in the same memory, without the graph. `torch.Tensor.detach`.
    public func detach() -> Tensor { Tensor(storage: storage, shape: shape) }

    /// The same numbers in memory of their own, without the graph.
    public func copy() -> Tensor {
        Tape.current?.refuse()
        return Tensor(storage: storage.copy(), shape: shape)
    }

    static func count(of shape: [Int]) -> Int {
        // Parts of an empty tensor's shape are multiplied elsewhere too.
        var (product, isEmpty) = (1, false)
        for length in shape {
            require(length >= 0, "Tensor: an axis of a shape is negative: \(shape)")
            let (next, overflows) = product.multipliedReportingOverflow(by: Swift.max(length, 1))
            require(!overflows, "Tensor: shape \(shape) has more elements than can be counted")
            (product, isEmpty) = (next, isEmpty || length == 0)
        }
        return isEmpty ? 0 : product
    }
}

extension Tensor: CustomStringConvertible {
    /// The shape and the first numbers.
    public var description: String {
        let shown = unsafe withValues { unsafe $0.prefix(8).map(\.description).joined(separator: ", ") }
        return "Tensor\(shape)(\(shown)\(count > 8 ? ", …" : ""))"
    }
}
