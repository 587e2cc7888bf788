import Telemetry
import YAML

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
