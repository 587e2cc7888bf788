/// All keys and sections that documents of a sort may have.
package struct Schema: Sendable {
    package private(set) var keys: [SchemaKey] = []
    /// The paths of the sections.
    package private(set) var sections: [String] = []

    /// What other programs call the keys and sections: lines of a key, and names that may mean it.
    let foreignNames: String

    private init(foreignNames: String) { self.foreignNames = foreignNames }

    /// Lists the keys of a section, of which nothing is read yet, and of all that is within it.
    ///
    /// - Parameter foreignNames: a line for each key, "optimizer.lr: learning_rate eta".
    package init(of section: some KeySection, foreignNames: String = "") {
        let empty = Schema(foreignNames: foreignNames)
        self = SectionReader(listing: section, in: empty).list ?? empty
    }

    package subscript(path: String) -> SchemaKey? { keys.first { $0.path == path } }

    /// Adds a key, or its use by another kind.
    mutating func add(_ key: SchemaKey) {
        if let place = keys.firstIndex(where: { $0.path == key.path }) {
            keys[place].uses += key.uses
        } else {
            keys.append(key)
        }
    }

    mutating func add(section path: String) {
        if !sections.contains(path) { sections.append(path) }
    }
}
