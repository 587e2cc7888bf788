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

    /// The value of a key that is left out; nil where the recipe must give it.
    static var absence: Self? { get }

    /// The value as it could be written in a recipe; nil for none.
    var written: String? { get }
}

extension KeyValue {
    static var words: [String] { [] }
    static var synonyms: [String: String] { [:] }
    static var absence: Self? { nil }

    /// The fault of a value of another type.
    static func mismatch(_ node: YAMLNode) -> ValueFault {
        ValueFault(node, "must be \(phrase) (got \(node.words))")
    }
}
