package import Telemetry

/// A property of a section that is read from the document.
///
///     @Key("Momentum factor.", in: .from(0, below: 1)) var momentum = 0.9
///
/// Without a default the document must give the key, unless it is an optional. `$momentum` is the key itself, with its place in
/// the document.
@propertyWrapper
package struct Key<Value: YAMLValue>: SectionMember, Located {
    /// The words that it accepts, where those of its type are too many.
    package var words = Value.words

    private let declaration: KeyDeclaration
    /// What applies when an optional key is left out, in the reference's words.
    private let absent: String
    private let box: Box<(value: Value?, place: KeyPlace)>

    package var wrappedValue: Value {
        get {
            guard let value = box.content.value else { preconditionFailure("\(place.path) is used, and was not read") }
            return value
        }
        nonmutating set { box.content.value = newValue }
    }

    package var projectedValue: Key {
        get { self }
        set { self = newValue }
    }

    package var place: KeyPlace { box.content.place }

    /// Whether there is a value: its own, or the default.
    package var isRead: Bool { box.content.value != nil }

    /// A key that several kinds have, each with a default of its own.
    package init(wrappedValue: Value? = nil, _ declaration: KeyDeclaration, absent: String = "") {
        (self.declaration, self.absent) = (declaration, absent)
        box = Box((wrappedValue ?? Value.absence, KeyPlace()))
    }

    /// - Parameters:
    ///   - wrappedValue: the default; nil for a key that must be given, or an optional one.
    ///   - meaning: a sentence for the reference.
    ///   - range: the numbers that it accepts.
    ///   - name: the key; nil for the property's name in snake case.
    ///   - formerly: an old name, which is read with a warning.
    ///   - absent: what applies if an optional key is left out, for the reference.
    package init(
        wrappedValue: Value? = nil,
        _ meaning: String,
        in range: NumberRange = .any,
        name: String? = nil,
        formerly: String? = nil,
        absent: String = ""
    ) {
        let declaration = KeyDeclaration(meaning, in: range, name: name, formerly: formerly)
        self.init(wrappedValue: wrappedValue, declaration, absent: absent)
    }

    package func read(_ property: String, with reader: inout SectionReader) {
        let name = declaration.name(of: property)
        var value = box.content.value
        reader.list(
            name,
            declaration,
            takes: Value.phrase,
            words: Value.words,
            Value.synonyms,
            fallback: value.map { $0.written.map { .value($0) } ?? .absent(absent) } ?? .required
        )
        let entry = reader.claim(name, formerly: declaration.formerName)
        let place = KeyPlace(path: reader.path(of: entry?.key ?? name), origin: entry?.value.origin)
        if let node = entry?.value {
            let kind = reader.chosen
            value = reader.value(of: place.path, node) { () throws(ValueFault) in try read(node, under: kind) }
        } else if value == nil {
            reader.miss(place.path)
        }
        box.content = (value, place)
        reader.record(reader.path(of: declaration.formerName ?? name), value?.written)
    }

    private func read(_ node: YAMLNode, under kind: SectionReader.Chosen?) throws(ValueFault) -> Value {
        let value = try Value.read(node, in: declaration.range)
        if let kind, !words.isEmpty, let word = value.written, !words.contains(word) {
            let known = words.joined(separator: ", ")
            throw ValueFault(node, "\(word) does not go with \(kind.place.path) \(kind.word) (known: \(known))")
        }
        return value
    }
}
