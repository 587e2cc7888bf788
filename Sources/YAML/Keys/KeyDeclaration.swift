package import Telemetry

/// What a key accepts and means. Its name and its default are those of the property that it stands with.
package struct KeyDeclaration: Sendable {
    /// A sentence or two for the reference.
    package let meaning: String
    /// What it means for the kind that it is a key of.
    let detail: String
    let range: NumberRange
    /// The name, where it is not the property's.
    let name: String?
    /// The name in older documents.
    let formerName: String?

    package init(
        _ meaning: String,
        detail: String = "",
        in range: NumberRange = .any,
        name: String? = nil,
        formerly formerName: String? = nil
    ) {
        (self.meaning, self.detail, self.range) = (meaning, detail, range)
        (self.name, self.formerName) = (name, formerName)
    }

    /// The key of a property: `weightDecay` is weight_decay.
    func name(of property: String) -> String {
        name ?? property.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
    }
}
