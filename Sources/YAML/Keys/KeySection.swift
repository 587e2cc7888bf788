/// A property of a section that takes part in the document.
package protocol SectionMember: Sendable {
    /// Reads what the document says, or lists the keys, whichever the reader is for.
    ///
    /// - Parameter property: the name of the property.
    func read(_ property: String, with reader: inout SectionReader)
}

/// Keys that stand together in a document, each declared once as a property with `@Key`.
///
/// A section within another one is a `@Subsection`, or a `@Choice` of one of several kinds; a property whose
/// type is a section, without a wrapper, adds its keys to the section that holds it.
package protocol KeySection: SectionMember {
    /// Checks what the keys say against each other, once each of them is read.
    func check(_ report: inout FaultReport)

    /// The members in order, by name: by default all properties that are `SectionMember`s.
    var members: [(property: String, member: any SectionMember)] { get }
}

/// A section that a document asks for by a word, such as `kind: adam`.
package protocol SectionKind: KeySection {
    var word: String { get }
    /// What other programs call it, with spaces between the names.
    var synonyms: String { get }
    /// What it is, for the reference; empty where its word says it.
    var meaning: String { get }
}

extension SectionKind {
    package var synonyms: String { "" }
    package var meaning: String { "" }
}

extension KeySection {
    package func check(_ report: inout FaultReport) {}

    package func read(_ property: String, with reader: inout SectionReader) { reader.read(self) }

    package var members: [(property: String, member: any SectionMember)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let member = child.value as? any SectionMember else { return nil }
            return (label.hasPrefix("_") ? String(label.dropFirst()) : label, member)
        }
    }
}
