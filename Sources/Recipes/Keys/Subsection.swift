/// A section within another one, under its own name.
@propertyWrapper
struct Subsection<Section: RecipeSection>: SectionMember, Located {
    private(set) var wrappedValue: Section
    private(set) var place = KeyPlace()
    /// Whether every key of it is read.
    private(set) var isWhole = false

    var projectedValue: Subsection { self }

    init(wrappedValue: Section) { self.wrappedValue = wrappedValue }

    mutating func read(_ property: String, with reader: inout SectionReader) {
        (place, isWhole) = reader.enter(property) { reader in wrappedValue = reader.read(wrappedValue) }
    }

    func describe(_ property: String, in schema: inout SchemaBuilder) {
        schema.enter(property) { schema in wrappedValue.describe(property, in: &schema) }
    }
}
