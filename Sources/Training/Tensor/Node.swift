/// One recorded operation: its inputs, and how the gradient of its result becomes theirs.
final class Node<Element: Scalar> {
    /// Adds to the gradients of the inputs, given the gradient of the result, which is not shared and may be overwritten or
    /// passed on. It must not capture the inputs: the node is their only owner, so that a long graph can be released without
    /// recursion.
    typealias Propagate = (_ gradient: Storage<Element>, _ inputs: [Tensor<Element>]) -> Void

    let operation: StaticString
    var inputs: [Tensor<Element>]
    var propagate: Propagate?
    var isVisited = false
    /// The other computed tensors of a graph that is kept for another pass, inputs before results; nil for one that is freed
    /// by the backward pass.
    var kept: [Tensor<Element>]?

    init(_ operation: StaticString, _ inputs: [Tensor<Element>], _ propagate: @escaping Propagate) {
        self.operation = operation
        self.inputs = inputs
        self.propagate = propagate
    }

    /// True once a backward pass has used and freed this node.
    var isSpent: Bool { propagate == nil }

    /// Releases a graph that has no other owner, node by node: a recursive release of a long sequence would overflow the
    /// stack.
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
