package import Telemetry

extension Array: YAMLValue where Element: YAMLValue & Numeric {
    package static var phrase: String { "a list of \(Element.phrase.dropFirst(2))s" }
    package var written: String? { "[" + compactMap(\.written).joined(separator: ", ") + "]" }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> [Element] {
        guard case .list(let nodes) = node.content else { throw mismatch(node) }
        guard nodes.count <= YAMLComposer.longestList else {
            throw ValueFault(node, "must have \(YAMLComposer.longestList) numbers at most (got \(nodes.count))")
        }
        var values: [Element] = []
        for node in nodes {
            guard node.number != nil else { throw mismatch(node) }
            values.append(try Element.read(node, in: range))
        }
        return values
    }
}
