/// A section of one of several kinds, each with keys of its own, that its key `kind` chooses.
///
///     @Choice var optimizer: any OptimizerKind
///
///     init() { _optimizer = Choice("The optimizer, as in torch.optim.", [{ SGDKind() }, { AdamKind() }]) }
///
/// Without a default the document must give the kind.
@propertyWrapper
package struct Choice<Kind: Sendable>: SectionMember, Located {
    private let meaning: String
    /// Each makes a kind with the defaults of its keys.
    private let kinds: [@Sendable () -> Kind]
    private let fallback: Kind?
    private let box = Box(State())

    private struct State {
        var kind: Kind?
        var place = KeyPlace()
        var word = KeyPlace()
        var isWhole = false
    }

    package var wrappedValue: Kind {
        guard let kind = box.content.kind else { preconditionFailure("\(place.path) is used, and was not read") }
        return kind
    }

    package var projectedValue: Choice { self }

    package var place: KeyPlace { box.content.place }
    /// The key `kind`.
    package var word: KeyPlace { box.content.word }
    /// Whether the word and every key of the kind are read.
    package var isWhole: Bool { box.content.isWhole }

    package init(_ meaning: String, _ kinds: [@Sendable () -> Kind], default fallback: Kind? = nil) {
        (self.meaning, self.kinds, self.fallback) = (meaning, kinds, fallback)
    }

    package func read(_ property: String, with reader: inout SectionReader) {
        var state = State(kind: fallback)
        (state.place, state.isWhole) = reader.enter(property) { reader in
            let kinds = kinds.map { $0() }
            let sections = kinds.map(section)
            let synonyms = Dictionary(uniqueKeysWithValues: sections.map { ($0.word, $0.synonyms) })
            reader.list(
                "kind",
                KeyDeclaration(meaning(with: sections)),
                takes: "a word",
                words: sections.map(\.word),
                synonyms,
                fallback: fallback.map { .value(section($0).word) } ?? .required
            )
            let node = reader.claim("kind")?.value
            state.word = KeyPlace(path: reader.path(of: "kind"), origin: node?.origin)
            if let node {
                state.kind = reader.value(of: state.word.path, node) { () throws(ValueFault) in
                    let word = try node.word(of: sections.map(\.word), synonyms: synonyms)
                    return kinds.first { section($0).word == word }
                }
            } else if fallback == nil {
                reader.miss(state.word.path)
            }
            let chosen = state.kind.map(section)
            reader.record(state.word.path, chosen?.word)
            let read: [(any SectionKind)?] = reader.list == nil ? [chosen] : sections
            for kind in read { reader.read(kind, chosenAt: state.word) }
        }
        box.content = state
    }

    /// What the choice is, and what each kind is.
    private func meaning(with kinds: [any SectionKind]) -> String {
        let each = kinds.filter { !$0.meaning.isEmpty }.map { "`\($0.word)`: \($0.meaning)" }
        return each.isEmpty ? meaning : "\(meaning) \(each.joined(separator: "; "))."
    }

    private func section(_ kind: Kind) -> any SectionKind {
        guard let section = kind as? any SectionKind else { preconditionFailure("\(Kind.self) is not a kind") }
        return section
    }
}
