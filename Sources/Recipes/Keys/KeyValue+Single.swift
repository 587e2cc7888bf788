import Telemetry
import YAML

extension Double: KeyValue {
    static let phrase = "a number"
    var written: String? { shortest(self) }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Double {
        guard let number = node.number else { throw mismatch(node) }
        if let refusal = range.refusal(of: number) { throw ValueFault(node, refusal) }
        return number
    }
}

extension Int: KeyValue {
    static let phrase = "a whole number"
    var written: String? { shortest(Double(self)) }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Int {
        guard let number = node.number, number == number.rounded(), abs(number) < 0x1p53 else { throw mismatch(node) }
        return Int(try Double.read(node, in: range))
    }
}

extension Bool: KeyValue {
    static let phrase = "true or false"
    var written: String? { self ? "true" : "false" }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Bool {
        guard case .text(let text, quoted: false) = node.content,
            let flag = ["true": true, "True": true, "false": false, "False": false][text]
        else { throw mismatch(node) }
        return flag
    }
}

extension String: KeyValue {
    static let phrase = "a text"
    var written: String? { self }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> String {
        guard case .text(let text, _) = node.content else { throw mismatch(node) }
        guard !holdsControls(text) else {
            throw ValueFault(node, "must be one line without control characters (got \(node.words))")
        }
        return text
    }
}

extension Optional: KeyValue where Wrapped: KeyValue {
    static var phrase: String { Wrapped.phrase }
    static var words: [String] { Wrapped.words }
    static var synonyms: [String: String] { Wrapped.synonyms }
    static var absence: Wrapped?? { .some(nil) }
    var written: String? { flatMap(\.written) }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Wrapped? {
        try Wrapped.read(node, in: range)
    }
}
