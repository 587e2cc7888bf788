/// Walks through the sections of documents: reads a tree and reports everything that is wrong with it, or lists every key that
/// there is.
package struct SectionReader {
    package private(set) var report: FaultReport
    /// The keys in force with their values as they could be written; nil for one that is left out.
    package private(set) var written: [String: String] = [:]
    /// The keys of all kinds; nil where a tree is read.
    private(set) var list: Schema?

    private var scope: Scope
    private let makeSchema: () -> Schema
    private lazy var schema = makeSchema()

    /// A kind that the document has chosen, and the key with its word.
    typealias Chosen = (word: String, place: KeyPlace)

    /// The section that is read.
    private struct Scope {
        var path = ""
        /// Nil for a section that the document does not give.
        var origin: YAMLOrigin?
        var entries: [YAMLNode.Entry] = []
        /// The keys that were asked for.
        var claimed: Set<String> = []
        var missing: [String] = []
        var chosen: Chosen?
        var hasUnknownKeys = false
        var faultCount = 0
    }

    /// Reads the outermost section of a tree.
    ///
    /// - Parameter schema: all keys that there are, for what is misspelt or belongs to another kind.
    package init(
        _ section: some KeySection,
        from tree: YAMLNode,
        _ report: FaultReport,
        _ schema: @autoclosure @escaping () -> Schema
    ) {
        (self.report, makeSchema) = (report, schema)
        scope = Scope(origin: tree.origin, entries: tree.entries)
        read(section)
        reportLeftovers()
    }

    /// Lists the keys of the outermost section.
    init(listing section: some KeySection, in list: Schema) {
        (report, self.list, makeSchema, scope) = (FaultReport(path: ""), list, { list }, Scope())
        read(section)
    }

    /// Whether there are keys outside of the sections that may be misspelt.
    package var hasUnknownKeys: Bool { scope.hasUnknownKeys }

    // MARK: Sections

    /// Reads a section, and checks it if all of its keys are read.
    mutating func read(_ section: some KeySection) {
        let before = scope.faultCount
        for (property, member) in section.members { member.read(property, with: &self) }
        guard scope.faultCount == before else { return }
        let faults = report.count
        section.check(&report)
        scope.faultCount += report.count - faults
    }

    /// Reads the keys of a kind; nil for a word that is wrong, after which nobody knows which keys belong here.
    mutating func read(_ kind: (any SectionKind)?, chosenAt place: KeyPlace) {
        scope.chosen = kind.map { ($0.word, place) }
        if let kind { read(kind) }
    }

    /// Reads a section within this one.
    ///
    /// - Returns: its place, and whether all of it is read.
    mutating func enter(_ name: String, _ read: (inout SectionReader) -> Void) -> (place: KeyPlace, isWhole: Bool) {
        let entry = claim(name)
        let place = KeyPlace(path: path(of: name), origin: entry?.keyOrigin)
        list?.add(section: place.path)
        var inner = Scope(path: place.path, origin: place.origin, chosen: chosen)
        if let entry {
            guard case .section(let entries) = entry.value.content else {
                let message = "\(place.path) must be a section of keys (got \(entry.value.words))"
                report.add(message, at: entry.value.origin)
                return (place, false)
            }
            inner.entries = entries
        }
        let outer = scope
        scope = inner
        read(&self)
        reportLeftovers()
        defer { scope = outer }
        return (place, scope.faultCount == 0)
    }

    // MARK: Keys

    /// The kind whose keys are read; nil outside of one.
    var chosen: Chosen? { scope.chosen }

    func path(of name: String) -> String { scope.path.isEmpty ? name : "\(scope.path).\(name)" }

    /// Adds a key to the list, where there is one.
    mutating func list(
        _ name: String,
        _ declaration: KeyDeclaration,
        takes: String,
        words: [String],
        _ synonyms: [String: String],
        fallback: SchemaKey.Fallback
    ) {
        let key = SchemaKey(
            path: path(of: name),
            takes: takes,
            words: words,
            wordSynonyms: synonyms,
            declaration: declaration,
            uses: [SchemaKey.Use(kind: chosen?.word, detail: declaration.detail, fallback: fallback)]
        )
        list?.add(key)
    }

    /// The entry of a key; nil where it is left out.
    mutating func claim(_ name: String, formerly former: String? = nil) -> YAMLNode.Entry? {
        scope.claimed.insert(name)
        let entry = scope.entries.first { $0.key == name }
        guard let former, let old = scope.entries.first(where: { $0.key == former }) else { return entry }
        scope.claimed.insert(former)
        report.warn("\(path(of: former)) is now called \(path(of: name))", at: old.keyOrigin)
        guard let entry else { return old }
        // An option changes what the file says, under whichever name.
        if case (.file, .option) = (entry.keyOrigin, old.keyOrigin) { return old }
        if case (.option, .file) = (entry.keyOrigin, old.keyOrigin) { return entry }
        refuse("\(path(of: former)) and \(path(of: name)) are the same key; give one of them", old.keyOrigin)
        return entry
    }

    mutating func record(_ path: String, _ value: String?) { written[path] = value }

    /// A value that is given; nil for one that is refused, which is reported.
    mutating func value<Value>(
        of path: String,
        _ node: YAMLNode,
        _ read: () throws(ValueFault) -> Value?
    ) -> Value? {
        do throws(ValueFault) {
            guard !node.isEmpty else { throw ValueFault(node, "has no value") }
            return try read()
        } catch {
            refuse("\(path) \(error.message)", error.origin)
            return nil
        }
    }

    private mutating func refuse(_ message: String, _ origin: YAMLOrigin?) {
        report.add(message, at: origin)
        scope.faultCount += 1
    }

    /// Notes that a key is missing, to be reported unless it is found under a name that is misspelt.
    mutating func miss(_ path: String) {
        scope.missing.append(path)
        scope.faultCount += 1
    }

    // MARK: What nobody asked for

    private mutating func reportLeftovers() {
        var meant: Set<String> = []
        for entry in scope.entries where !scope.claimed.contains(entry.key) {
            let path = path(of: entry.key)
            if let key = schema[path] {
                refuse(key, entry)
            } else {
                let near = schema.nearest(to: path, kind: chosen?.word)
                let hint = near.map { " (the nearest known key is \($0))" } ?? ""
                refuse("unknown key \(abbreviated(path))\(hint)", entry.keyOrigin)
                if let near { meant.insert(near) }
                scope.hasUnknownKeys = true
            }
        }
        for path in scope.missing where !meant.contains(path) {
            report.add("\(path) is missing", at: scope.origin)
        }
    }

    /// Reports a key of another kind than the one that is chosen.
    private mutating func refuse(_ key: SchemaKey, _ entry: YAMLNode.Entry) {
        guard let chosen, !key.kinds.isEmpty else { return }
        // An option that chooses another kind leaves aside what the file says for the old one.
        if case .file = entry.value.origin, chosen.place.isOption { return }
        let kinds = listed(key.kinds, "and")
        let message = "\(key.path) does not go with \(chosen.place.path) \(chosen.word) (it is for \(kinds))"
        refuse(message, entry.value.origin)
    }
}

/// "a", "a and b", "a, b and c".
package func listed(_ words: [String], _ conjunction: String) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
