import Telemetry
import YAML

/// A property of a section that is read from the recipe.
///
///     @Key("Momentum factor.", in: .from(0, below: 1)) var momentum = 0.9
///
/// Without a default the recipe must give the key. `$momentum` is the key itself, with its place in the recipe.
@propertyWrapper
struct Key<Value: KeyValue>: SectionMember, Located {
    /// The words that it takes, where those of its type are too many.
    var words = Value.words
    private(set) var place = KeyPlace()

    private let declaration: KeyDeclaration
    /// What holds when a key without a default is left out, in the reference's words.
    private let absent: String?
    private var value: Value?

    var wrappedValue: Value {
        get {
            guard let value else { preconditionFailure("\(place.path) is used, and was not read") }
            return value
        }
        set { value = newValue }
    }

    /// Whether there is a value: its own, or the default.
    var isRead: Bool { value != nil }

    var projectedValue: Key {
        get { self }
        set { self = newValue }
    }

    /// A key that several kinds have, each with a default of its own; nil for one that the recipe must give.
    init(wrappedValue: Value?, _ declaration: KeyDeclaration, absent: String? = nil) {
        (value, self.declaration, self.absent) = (wrappedValue, declaration, absent)
    }

    init(_ declaration: KeyDeclaration) { self.init(wrappedValue: nil, declaration) }

    init(
        wrappedValue: Value,
        _ meaning: String,
        in range: NumberRange = .any,
        name: String? = nil,
        formerly: String? = nil
    ) {
        self.init(wrappedValue: wrappedValue, KeyDeclaration(meaning, in: range, name: name, formerly: formerly))
    }

    /// A key that the recipe must give.
    init(_ meaning: String, in range: NumberRange = .any, name: String? = nil) {
        self.init(wrappedValue: nil, KeyDeclaration(meaning, in: range, name: name))
    }

    // MARK: Reading

    mutating func read(_ property: String, with reader: inout SectionReader) {
        let name = declaration.name(of: property)
        let entry = reader.claim(name, formerly: declaration.formerName)
        place = KeyPlace(path: reader.path(of: entry?.key ?? name), origin: entry?.value.origin)
        if let node = entry?.value {
            do throws(ValueFault) {
                value = try read(node, reader.kind)
            } catch {
                value = nil
                reader.refuse(error, of: place.path)
            }
        } else if value == nil {
            reader.miss(place.path)
        }
        reader.record(reader.path(of: declaration.formerName ?? name), value?.written)
    }

    private func read(_ node: YAMLNode, _ kind: SectionReader.Chosen?) throws(ValueFault) -> Value {
        guard !node.isEmpty else { throw ValueFault(node, "has no value") }
        let value = try Value.read(node, in: declaration.range)
        if let kind, !words.isEmpty, let word = value.written, !words.contains(word) {
            let known = words.joined(separator: ", ")
            throw ValueFault(node, "\(word) does not go with \(kind.path) \(kind.word) (there are: \(known))")
        }
        return value
    }

    func describe(_ property: String, in schema: inout SchemaBuilder) {
        let fallback: RecipeKey.Fallback =
            if let value { value.written.map { .value($0) } ?? .absent(absent ?? "") } else { .required }
        schema.add(
            declaration.name(of: property),
            declaration,
            takes: Value.phrase,
            words: Value.words,
            wordSynonyms: Value.synonyms,
            fallback: fallback
        )
    }
}

extension Key where Value: ExpressibleByNilLiteral {
    /// A key that may be left out.
    ///
    /// - Parameter absent: what holds then, in the reference's words.
    init(_ meaning: String, in range: NumberRange = .any, absent: String) {
        self.init(KeyDeclaration(meaning, in: range), absent: absent)
    }

    init(_ declaration: KeyDeclaration, absent: String) {
        let none: Value = nil
        self.init(wrappedValue: none, declaration, absent: absent)
    }
}
