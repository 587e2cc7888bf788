import Telemetry
import YAML

/// A whole number for each of several things, or one for all of them.
struct OneOrEach: KeyValue, ExpressibleByIntegerLiteral {
    var numbers: [Int]

    init(integerLiteral number: Int) { numbers = [number] }

    static let phrase = "a whole number or a list of them"
    var written: String? { numbers.written }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> OneOrEach {
        var value: OneOrEach = 0
        switch node.content {
        case .list: value.numbers = try [Int].read(node, in: range)
        default:
            guard node.number != nil else { throw mismatch(node) }
            value.numbers = [try Int.read(node, in: range)]
        }
        return value
    }
}
