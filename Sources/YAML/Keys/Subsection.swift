/// A section within another one, under its own name.
@propertyWrapper
package struct Subsection<Section: KeySection>: SectionMember, Located {
    package let wrappedValue: Section
    private let box = Box((place: KeyPlace(), isWhole: false))

    package var projectedValue: Subsection { self }

    package var place: KeyPlace { box.content.place }
    /// Whether every key of it is read.
    package var isWhole: Bool { box.content.isWhole }

    package init(wrappedValue: Section) { self.wrappedValue = wrappedValue }

    package func read(_ property: String, with reader: inout SectionReader) {
        box.content = reader.enter(property) { $0.read(wrappedValue) }
    }
}
