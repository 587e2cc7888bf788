import YAML

/// Where something stands in a recipe.
struct KeyPlace: Sendable {
    /// The dotted path.
    var path = ""
    /// Nil where neither the recipe nor an option gives it.
    var origin: YAMLOrigin?

    var isGiven: Bool { origin != nil }

    /// True where an option gives it, in place of the recipe or beside it.
    var isOption: Bool { if case .option? = origin { true } else { false } }
}

/// A key or a section, with its place.
protocol Located {
    var place: KeyPlace { get }
}

extension KeyPlace: Located {
    var place: KeyPlace { self }
}
