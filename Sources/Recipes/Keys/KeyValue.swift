import Telemetry
import YAML

/// A type that keys may have.
protocol KeyValue: Sendable {
    /// What a value must be, in an error's words: "a number".
    static var phrase: String { get }
    /// The words that it may be; empty for a type of other values.
    static var words: [String] { get }
    /// What other frameworks call each of the words, with spaces between the names.
    static var synonyms: [String: String] { get }

    /// The value that is written in the recipe.
    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Self

    /// The value as it could be written in a recipe; nil for none.
    var written: String? { get }
}

extension KeyValue {
    static var words: [String] { [] }
    static var synonyms: [String: String] { [:] }

    /// The fault of a value of another type.
    fileprivate static func mismatch(_ node: YAMLNode) -> ValueFault {
        ValueFault(node, "must be \(phrase) (got \(node.words))")
    }
}

// MARK: - Single values

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
    var written: String? { flatMap(\.written) }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Wrapped? {
        try Wrapped.read(node, in: range)
    }
}

// MARK: - Lists

extension Array: KeyValue where Element: KeyValue {
    static var phrase: String { "a list of \(Element.phrase.dropFirst(2))s" }
    var written: String? { "[" + compactMap(\.written).joined(separator: ", ") + "]" }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> [Element] {
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

// MARK: - Words

/// A value that is one of several words.
protocol KeyWord: KeyValue, CaseIterable, RawRepresentable where RawValue == String {}

extension KeyWord {
    static var phrase: String { "a word" }
    static var words: [String] { allCases.map(\.rawValue) }
    var written: String? { rawValue }

    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Self {
        let word = try node.word(of: words, synonyms: synonyms)
        guard let value = Self(rawValue: word) else { throw mismatch(node) }
        return value
    }
}
