package import Telemetry

/// A value that is one of several words.
package protocol YAMLWord: YAMLValue, CaseIterable, RawRepresentable where RawValue == String {}

extension YAMLWord {
    package static var phrase: String { "a word" }
    package static var words: [String] { allCases.map(\.rawValue) }
    package var written: String? { rawValue }

    package static func read(_ node: YAMLNode, in range: NumberRange) throws(ValueFault) -> Self {
        guard case .text = node.content else { throw mismatch(node) }
        let word = try node.word(of: words, synonyms: synonyms)
        guard let value = Self(rawValue: word) else { throw mismatch(node) }
        return value
    }
}
