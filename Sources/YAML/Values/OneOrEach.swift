package import Telemetry

/// A whole number for each of several things, or one for all of them.
package struct OneOrEach: YAMLValue, ExpressibleByIntegerLiteral {
    package var numbers: [Int]

    package init(integerLiteral number: Int) { numbers = [number] }

    package static let phrase = "a whole number or a list of them"
    package var written: String? { numbers.written }

    /// The number for the thing at a place.
    package subscript(place: Int) -> Int { numbers.count == 1 ? numbers[0] : numbers[place] }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> OneOrEach {
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
