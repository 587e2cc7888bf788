import YAML

/// A property of a section that takes part in the recipe.
protocol SectionMember: Sendable {
    /// Reads what the recipe says, or lists the keys, whichever the reader is for.
    ///
    /// - Parameter property: the name of the property.
    func read(_ property: String, with reader: inout SectionReader)
}

/// Keys that stand together in a recipe, each declared once as a property with `@Key`.
///
/// A section within another one is a `@Subsection`, or a `@Choice` of one of several kinds; a property that is plainly a
/// section has its keys beside those of the section that holds it.
protocol RecipeSection: SectionMember {
    /// Checks what the keys say against each other, once each of them is read.
    func check(_ report: inout FaultReport)
}

/// A section that a recipe asks for by a word, such as `kind: adam`.
protocol RecipeKind: RecipeSection {
    var word: String { get }
    /// What other frameworks call it, with spaces between the names.
    var synonyms: String { get }
    /// What it is, for the reference; empty where its word says it.
    var meaning: String { get }
}

extension RecipeKind {
    var synonyms: String { "" }
    var meaning: String { "" }
}

extension RecipeSection {
    func check(_ report: inout FaultReport) {}

    func read(_ property: String, with reader: inout SectionReader) { reader.read(self) }

    /// The properties that take part in the recipe, in order, by name.
    var members: [(property: String, member: any SectionMember)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let member = child.value as? any SectionMember else { return nil }
            return (label.hasPrefix("_") ? String(label.dropFirst()) : label, member)
        }
    }
}
