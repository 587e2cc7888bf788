import YAML

/// A key of the reference, as all kinds of a registry have it together.
package struct RecipeKey: Sendable {
    /// The dotted path.
    package let path: String
    /// What a value must be: "a number".
    let takes: String
    /// The words that it may be; empty for values of other types.
    let words: [String]
    let wordSynonyms: [String: String]
    let declaration: KeyDeclaration
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
        /// The recipe is refused.
        case required
        /// The value, as it would be written in the recipe.
        case value(String)
        /// Nothing; the words say what happens then.
        case absent(String)
    }

    /// The words of the kinds that the key is for; empty for all of them.
    var kinds: [String] { uses.compactMap(\.kind) }
}
