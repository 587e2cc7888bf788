/// A key of the reference, as all kinds have it together.
package struct SchemaKey: Sendable {
    /// The dotted path.
    package let path: String
    /// What a value must be: "a number".
    package let takes: String
    /// The words that it may be; empty for values of other types.
    package let words: [String]
    package let wordSynonyms: [String: String]
    package let declaration: KeyDeclaration
    /// Where the key stands, once for each kind that has it.
    var uses: [Use]

    struct Use: Sendable {
        /// The word of the kind; nil for a key of every kind.
        let kind: String?
        /// What the key means there beyond what it means everywhere.
        let detail: String
        let fallback: Fallback
    }

    /// What applies when the key is left out.
    enum Fallback: Equatable, Sendable {
        /// The document is refused.
        case required
        /// The value, as it would be written in the document.
        case value(String)
        /// Nothing; the words say what happens then.
        case absent(String)
    }

    /// The words of the kinds that the key is for; empty for all of them.
    package var kinds: [String] { uses.compactMap(\.kind) }
}
