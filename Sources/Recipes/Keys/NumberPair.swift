import Telemetry
import YAML

/// Two numbers.
struct NumberPair: KeyValue, Equatable {
    var first: Double
    var second: Double

    static let phrase = "a list of 2 numbers"
    var written: String? { [first, second].written }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> NumberPair {
        guard case .list(let nodes) = node.content, nodes.count == 2 else { throw mismatch(node) }
        for node in nodes where node.number == nil { throw mismatch(node) }
        return NumberPair(first: try Double.read(nodes[0], in: range), second: try Double.read(nodes[1], in: range))
    }
}
