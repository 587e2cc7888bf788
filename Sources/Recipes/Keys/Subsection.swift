/// A section within another one, under its own name.
@propertyWrapper
struct Subsection<Section: RecipeSection>: SectionMember, Located {
    let wrappedValue: Section
    private let box = Box((place: KeyPlace(), isWhole: false))

    var projectedValue: Subsection { self }

    var place: KeyPlace { box.content.place }
    /// Whether every key of it is read.
    var isWhole: Bool { box.content.isWhole }

    init(wrappedValue: Section) { self.wrappedValue = wrappedValue }

    func read(_ property: String, with reader: inout SectionReader) {
        box.content = reader.enter(property) { $0.read(wrappedValue) }
    }
}
