/// Where something stands in a document.
package struct KeyPlace: Sendable {
    /// The dotted path.
    package var path = ""
    /// Nil where neither the document nor an option gives it.
    package var origin: YAMLOrigin?

    package var isGiven: Bool { origin != nil }

    /// True where an option gives it, in place of the document or beside it.
    package var isOption: Bool { if case .option? = origin { true } else { false } }
}

/// A key or a section, with its place.
package protocol Located {
    var place: KeyPlace { get }
}

extension KeyPlace: Located {
    package var place: KeyPlace { self }
}
