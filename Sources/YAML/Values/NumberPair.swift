package import Telemetry

/// Two numbers.
package struct NumberPair: YAMLValue, Equatable {
    package var first: Double
    package var second: Double

    package init(first: Double, second: Double) { (self.first, self.second) = (first, second) }

    package static let phrase = "a list of 2 numbers"
    package var written: String? { [first, second].written }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> NumberPair {
        guard case .list(let nodes) = node.content, nodes.count == 2 else { throw mismatch(node) }
        for node in nodes where node.number == nil { throw mismatch(node) }
        return NumberPair(first: try Double.read(nodes[0], in: range), second: try Double.read(nodes[1], in: range))
    }
}
