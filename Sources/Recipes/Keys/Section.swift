import YAML

/// Keys that stand together in a recipe, each declared once as a property with `@Key`.
///
/// A section within another one is a `@Subsection`, or a `@Choice` of one of several kinds; a property that is plainly a
/// section has its keys beside those of the section that holds it.
protocol RecipeSection: SectionMember {
    /// The section with the defaults of its keys.
    init()

    /// Checks what the keys say against each other, once each of them is read.
    func check(_ report: inout FaultReport)
}

/// A section that a recipe asks for by a word, such as `kind: adam`.
protocol RecipeKind: RecipeSection {
    static var word: String { get }
    /// What other frameworks call it, with spaces between the names.
    static var synonyms: String { get }
}

/// A property of a section that takes part in the recipe.
protocol SectionMember: Decodable, Sendable {
    /// Reads what the recipe says.
    ///
    /// - Parameter property: the name of the property.
    mutating func read(_ property: String, with reader: inout SectionReader)

    /// Adds the keys to the reference.
    func describe(_ property: String, in schema: inout SchemaBuilder)
}

extension RecipeKind {
    static var synonyms: String { "" }

    var word: String { Self.word }
}

extension RecipeSection {
    func check(_ report: inout FaultReport) {}

    mutating func read(_ property: String, with reader: inout SectionReader) { self = reader.read(self) }

    func describe(_ property: String, in schema: inout SchemaBuilder) {
        for (property, member) in members { member.describe(property, in: &schema) }
    }

    /// The properties that take part in the recipe, in order, by name.
    var members: [(property: String, member: any SectionMember)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let member = child.value as? any SectionMember else { return nil }
            return (label.hasPrefix("_") ? String(label.dropFirst()) : label, member)
        }
    }

    /// The section with these members in place of its own.
    init(members: [String: any SectionMember]) {
        do {
            try self.init(from: MemberDecoder(members: members))
        } catch {
            preconditionFailure("\(Self.self) is not made of its members: \(error)")
        }
    }
}

// MARK: - Making a section of its members

/// Hands out the members of a section by the names of its properties: what the compiler derives for Decodable is an
/// initializer that takes each property by its name.
private struct MemberDecoder: Decoder {
    let members: [String: any SectionMember]
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Name: CodingKey>(keyedBy _: Name.Type) -> KeyedDecodingContainer<Name> {
        KeyedDecodingContainer(MemberContainer(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NoMember() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NoMember() }
}

private struct MemberContainer<Name: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: MemberDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Name] { decoder.members.keys.compactMap { Name(stringValue: $0) } }

    func contains(_ name: Name) -> Bool { decoder.members[name.stringValue] != nil }
    func decodeNil(forKey _: Name) -> Bool { false }

    func decode<Value: Decodable>(_: Value.Type, forKey name: Name) throws -> Value {
        guard let member = decoder.members[name.stringValue] as? Value else { throw NoMember() }
        return member
    }

    func nestedContainer<Nested>(keyedBy _: Nested.Type, forKey _: Name) throws -> KeyedDecodingContainer<Nested> {
        throw NoMember()
    }

    func nestedUnkeyedContainer(forKey _: Name) throws -> any UnkeyedDecodingContainer { throw NoMember() }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey _: Name) -> any Decoder { decoder }
}

private struct NoMember: Error {}

/// The members themselves are handed out whole, and never taken apart.
extension Key {
    init(from _: any Decoder) throws { throw NoMember() }
}

extension Subsection {
    init(from _: any Decoder) throws { throw NoMember() }
}

extension Choice {
    init(from _: any Decoder) throws { throw NoMember() }
}
