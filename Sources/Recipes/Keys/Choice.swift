import YAML

/// A section of one of several kinds, each with keys of its own, that its key `kind` chooses.
///
///     @Choice("The optimizer, as in torch.optim.", \.optimizers) var optimizer: any OptimizerKind
///
/// Without a default the recipe must give the kind.
@propertyWrapper
struct Choice<Kind: Sendable>: SectionMember, Located {
    private let meaning: String
    private let kinds: @Sendable (Registry) -> [Kind]
    private let fallback: Kind?
    private let box = Box(State())

    private struct State {
        var kind: Kind?
        var place = KeyPlace()
        var word = KeyPlace()
        var isWhole = false
    }

    var wrappedValue: Kind {
        guard let kind = box.content.kind else { preconditionFailure("\(place.path) is used, and was not read") }
        return kind
    }

    var projectedValue: Choice { self }

    var place: KeyPlace { box.content.place }
    /// The key `kind`.
    var word: KeyPlace { box.content.word }
    /// Whether the word and every key of the kind are read.
    var isWhole: Bool { box.content.isWhole }

    init(
        wrappedValue: Kind? = nil,
        _ meaning: String,
        _ kinds: any KeyPath<Registry, [@Sendable () -> Kind]> & Sendable
    ) {
        (fallback, self.meaning) = (wrappedValue, meaning)
        self.kinds = { $0[keyPath: kinds].map { $0() } }
    }

    func read(_ property: String, with reader: inout SectionReader) {
        var state = State()
        (state.place, state.isWhole) = reader.enter(property) { reader in
            let node = reader.claim("kind")?.value
            let path = reader.path(of: "kind")
            state.word = KeyPlace(path: path, origin: node?.origin)
            state.kind = fallback
            if let node {
                let kinds = kinds(reader.registry)
                state.kind = reader.value(of: path) { _ throws(ValueFault) in
                    guard !node.isEmpty else { throw ValueFault(node, "has no value") }
                    let word = try node.word(of: kinds.map(word), synonyms: synonyms(of: kinds))
                    return kinds.first { self.word(of: $0) == word }
                }
            } else if fallback == nil {
                reader.miss(path)
            }
            reader.record(path, state.kind.map(word))
            reader.read(state.kind.map(section), chosenAt: state.word)
        }
        box.content = state
    }

    func describe(_ property: String, in schema: inout SchemaBuilder) {
        schema.enter(property) { schema in
            let kinds = kinds(schema.registry)
            schema.add(
                "kind",
                KeyDeclaration(meaning(with: kinds)),
                takes: "a word",
                words: kinds.map(word),
                wordSynonyms: synonyms(of: kinds),
                fallback: fallback.map { .value(word(of: $0)) } ?? .required
            )
            for kind in kinds { schema.describe(section(kind)) }
        }
    }

    /// What the choice is, and what each kind is.
    private func meaning(with kinds: [Kind]) -> String {
        let each = kinds.map(section).filter { !$0.meaning.isEmpty }.map { "`\($0.word)`: \($0.meaning)" }
        return each.isEmpty ? meaning : "\(meaning) \(each.joined(separator: "; "))."
    }

    private func section(_ kind: Kind) -> any RecipeKind {
        guard let section = kind as? any RecipeKind else { preconditionFailure("\(Kind.self) is not a kind") }
        return section
    }

    private func word(of kind: Kind) -> String { section(kind).word }

    private func synonyms(of kinds: [Kind]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: kinds.map(section).map { ($0.word, $0.synonyms) })
    }
}
