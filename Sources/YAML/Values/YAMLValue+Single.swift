package import Telemetry

extension Double: YAMLValue {
    package static let phrase = "a number"
    package var written: String? { shortest(self) }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Double {
        guard let number = node.number else { throw mismatch(node) }
        if let refusal = range.refusal(of: number) { throw ValueFault(node, refusal) }
        return number
    }
}

extension Int: YAMLValue {
    package static let phrase = "a whole number"
    package var written: String? { shortest(Double(self)) }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Int {
        guard let number = node.number, number == number.rounded(), abs(number) < 0x1p53 else { throw mismatch(node) }
        return Int(try Double.read(node, in: range))
    }
}

extension Bool: YAMLValue {
    package static let phrase = "true or false"
    package var written: String? { self ? "true" : "false" }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Bool {
        guard case .text(let text, quoted: false) = node.content,
            let flag = ["true": true, "True": true, "false": false, "False": false][text]
        else { throw mismatch(node) }
        return flag
    }
}

extension String: YAMLValue {
    package static let phrase = "a text"
    package var written: String? { self }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> String {
        guard case .text(let text, _) = node.content else { throw mismatch(node) }
        guard !holdsControls(text) else {
            throw ValueFault(node, "must be one line without control characters (got \(node.words))")
        }
        return text
    }
}

extension Optional: YAMLValue where Wrapped: YAMLValue {
    package static var phrase: String { Wrapped.phrase }
    package static var words: [String] { Wrapped.words }
    package static var synonyms: [String: String] { Wrapped.synonyms }
    package static var absence: Wrapped?? { .some(nil) }
    package var written: String? { flatMap(\.written) }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Wrapped? {
        try Wrapped.read(node, in: range)
    }
}
