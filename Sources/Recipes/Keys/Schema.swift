import Telemetry
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
    fileprivate(set) var uses: [Use]

    struct Use: Sendable {
        /// The keys and words that choose the kind, from the outside in; empty for a key of every kind.
        let chosenBy: [(path: String, word: String)]
        let fallback: Fallback
    }

    /// What holds when the key is left out.
    enum Fallback: Equatable, Sendable {
        /// The recipe is refused.
        case required
        /// The value, as it would be written in the recipe.
        case value(String)
        /// Nothing; the words say what happens then.
        case absent(String)
    }

    /// The key without its section.
    var name: String { lastPart(of: path) }

    /// The words of the outermost choice that the key is for; empty for all of them.
    var kinds: [String] { uses.compactMap(\.chosenBy.first?.word) }

    /// The first of these choices that the key does not go with, and the words that it goes with.
    func conflict(with chosen: [SectionReader.Chosen]) -> (SectionReader.Chosen, words: [String])? {
        var uses = uses
        for chosen in chosen {
            let level = uses.filter { use in use.chosenBy.contains { $0.path == chosen.path && $0.word == chosen.word }
            }
            guard level.isEmpty else {
                uses = level
                continue
            }
            let words = uses.flatMap(\.chosenBy).filter { $0.path == chosen.path }.map(\.word)
            return words.isEmpty ? nil : (chosen, unique(words))
        }
        return nil
    }
}

/// The words without those that stand there before.
func unique(_ words: [String]) -> [String] {
    words.reduce(into: []) { unique, word in if !unique.contains(word) { unique.append(word) } }
}

/// All keys and sections that recipes may have, with the kinds of a registry.
package struct Schema: Sendable {
    package let keys: [RecipeKey]
    /// The paths of the sections.
    let sections: [String]
    private let places: [String: Int]

    package init(_ registry: Registry = Registry()) {
        var builder = SchemaBuilder(registry: registry)
        RecipeKeys().describe("", in: &builder)
        (keys, sections, places) = (builder.keys, builder.sections, builder.places)
    }

    subscript(path: String) -> RecipeKey? { places[path].map { keys[$0] } }
}

/// Gathers the keys of sections and kinds.
struct SchemaBuilder {
    let registry: Registry
    private(set) var keys: [RecipeKey] = []
    private(set) var sections: [String] = []
    private(set) var places: [String: Int] = [:]
    private var path = ""
    private var chosenBy: [(path: String, word: String)] = []

    init(registry: Registry) { self.registry = registry }

    private func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    mutating func add(
        _ name: String,
        _ declaration: KeyDeclaration,
        takes: String,
        words: [String],
        wordSynonyms: [String: String],
        fallback: RecipeKey.Fallback
    ) {
        let (path, use) = (path(of: name), RecipeKey.Use(chosenBy: chosenBy, fallback: fallback))
        if let place = places[path] {
            keys[place].uses.append(use)
            return
        }
        places[path] = keys.count
        let key = RecipeKey(
            path: path,
            takes: takes,
            words: words,
            wordSynonyms: wordSynonyms,
            declaration: declaration,
            uses: [use]
        )
        keys.append(key)
    }

    /// Adds a section within this one.
    mutating func enter(_ name: String, _ describe: (inout SchemaBuilder) -> Void) {
        let outer = path
        path = path(of: name)
        if !sections.contains(path) { sections.append(path) }
        describe(&self)
        path = outer
    }

    /// Adds the keys of a kind.
    mutating func describe<Kind: RecipeKind>(_ kind: Kind.Type, chosenBy name: String) {
        chosenBy.append((path(of: name), kind.word))
        kind.init().describe("", in: &self)
        chosenBy.removeLast()
    }
}
