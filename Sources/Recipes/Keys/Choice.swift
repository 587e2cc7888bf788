import YAML

/// One of several kinds, each with keys of its own, that a word of the recipe chooses.
///
///     @Choice(section: "The optimizer, as in torch.optim.", { $0.optimizers }) var optimizer: any OptimizerKind
///
/// Of a section the word is its key `kind`; else it is the key of the property's name, and the keys of the kind stand
/// beside it.
@propertyWrapper
struct Choice<Kind: Sendable>: SectionMember, Located {
    private(set) var place = KeyPlace()
    /// Whether the word and every key of the kind are read.
    private(set) var isWhole = false

    private let declaration: KeyDeclaration
    private let kinds: @Sendable (Registry) -> [any RecipeKind.Type]
    private let isSection: Bool
    private var value: Kind?
    private var chosen = KeyPlace()

    var wrappedValue: Kind {
        guard let value else { preconditionFailure("\(place.path) is used, and was not read") }
        return value
    }

    var projectedValue: Choice { self }

    /// The key with the word.
    var word: any Located { Word(place: chosen) }

    private struct Word: Located { let place: KeyPlace }

    /// A word among the keys of a section.
    init(
        wrappedValue: Kind,
        _ meaning: String,
        _ kinds: @escaping @Sendable (Registry) -> [any RecipeKind.Type]
    ) {
        (value, declaration, self.kinds, isSection) = (wrappedValue, KeyDeclaration(meaning), kinds, false)
    }

    /// A section with a key `kind`; without a default the recipe must give it.
    init(
        wrappedValue: Kind? = nil,
        section meaning: String,
        _ kinds: @escaping @Sendable (Registry) -> [any RecipeKind.Type]
    ) {
        (value, declaration) = (wrappedValue, KeyDeclaration(meaning, name: "kind"))
        (isSection, self.kinds) = (true, kinds)
    }

    // MARK: Reading

    mutating func read(_ property: String, with reader: inout SectionReader) {
        guard isSection else { return choose(property, with: &reader) }
        (place, isWhole) = reader.enter(property) { reader in choose(property, with: &reader) }
    }

    private mutating func choose(_ property: String, with reader: inout SectionReader) {
        let name = declaration.name(of: property)
        let node = reader.claim(name)?.value
        chosen = KeyPlace(path: reader.path(of: name), origin: node?.origin)
        if !isSection { place = chosen }
        let kinds = kinds(reader.registry)
        var kind = value.flatMap { $0 as? any RecipeKind }.map { type(of: $0) as any RecipeKind.Type }
        if let node {
            do throws(ValueFault) {
                guard !node.isEmpty else { throw ValueFault(node, "has no value") }
                let word = try node.word(of: kinds.map { $0.word }, synonyms: synonyms(of: kinds))
                kind = kinds.first { $0.word == word }
            } catch {
                kind = nil
                reader.refuse(error, of: chosen.path)
            }
        } else if kind == nil {
            reader.miss(chosen.path)
        }
        reader.record(chosen.path, kind?.word)
        value = reader.read(kind, chosenAt: chosen) as? Kind
    }

    private func synonyms(of kinds: [any RecipeKind.Type]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: kinds.map { ($0.word, $0.synonyms) })
    }

    func describe(_ property: String, in schema: inout SchemaBuilder) {
        guard isSection else { return describeKinds(property, in: &schema) }
        schema.enter(property) { schema in describeKinds(property, in: &schema) }
    }

    private func describeKinds(_ property: String, in schema: inout SchemaBuilder) {
        let (name, kinds) = (declaration.name(of: property), kinds(schema.registry))
        schema.add(
            name,
            declaration,
            takes: "a word",
            words: kinds.map { $0.word },
            wordSynonyms: synonyms(of: kinds),
            fallback: value.flatMap { $0 as? any RecipeKind }.map { .value($0.word) } ?? .required
        )
        for kind in kinds {
            schema.describe(kind, chosenBy: name)
        }
    }
}
