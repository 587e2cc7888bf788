import Telemetry
import YAML

/// What a key takes and means. Its name and its default are those of the property that it stands with.
struct KeyDeclaration: Sendable {
    /// A sentence or two for the reference.
    let meaning: String
    let range: NumberRange
    /// The name, where it is not the property's.
    let name: String?
    /// The name in older recipes and in checkpoints.
    let formerName: String?

    init(
        _ meaning: String,
        in range: NumberRange = .any,
        name: String? = nil,
        formerly formerName: String? = nil
    ) {
        (self.meaning, self.range, self.name, self.formerName) = (meaning, range, name, formerName)
    }

    /// The key of a property: `weightDecay` is weight_decay.
    func name(of property: String) -> String {
        name ?? property.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
    }
}

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
