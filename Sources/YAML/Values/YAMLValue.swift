package import Telemetry

/// A type that values of a document may have.
package protocol YAMLValue: Sendable {
    /// What a value must be, in an error's words: "a number".
    static var phrase: String { get }
    /// The words that it may be; empty for a type of other values.
    static var words: [String] { get }
    /// What other programs call each of the words, with spaces between the names.
    static var synonyms: [String: String] { get }

    /// The value that is written in the document.
    ///
    /// - Parameter range: what its numbers must be in.
    static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Self

    /// The value of a key that is left out; nil where the document must give it.
    static var absence: Self? { get }

    /// The value as it could be written in a document; nil for none.
    var written: String? { get }
}

extension YAMLValue {
    package static var words: [String] { [] }
    package static var synonyms: [String: String] { [:] }
    package static var absence: Self? { nil }

    /// The fault of a value of another type.
    package static func mismatch(_ node: YAMLNode) -> ValueFault {
        ValueFault(node, "must be \(phrase) (got \(node.words))")
    }
}
