import YAML

/// Reads the sections of a recipe's tree, and reports everything that is wrong with them.
struct SectionReader {
    let registry: Registry
    var report: FaultReport
    /// The keys in force with their values as they could be written; nil for one that is left out.
    private(set) var written: [String: String] = [:]

    private var scope: Scope
    private lazy var schema = Schema(registry)

    /// A kind that the recipe has chosen.
    struct Chosen {
        /// The key with the word.
        var path: String
        var word: String
        var origin: YAMLOrigin?
    }

    /// The section that is read.
    private struct Scope {
        var path = ""
        /// Nil for a section that the recipe does not give.
        var origin: YAMLOrigin?
        var entries: [YAMLNode.Entry]
        /// The keys that were asked for.
        var claimed: Set<String> = []
        var missing: [String] = []
        var chosen: [Chosen] = []
        /// False once a word is wrong, after which nobody knows which keys belong here.
        var isKindKnown = true
        var hasUnknownKeys = false
        var faultCount = 0
    }

    /// Reads the outermost section of a tree.
    static func read<Section: RecipeSection>(
        _ section: Section,
        from tree: YAMLNode,
        report: FaultReport,
        registry: Registry
    ) -> (section: Section, reader: SectionReader, hasUnknownKeys: Bool) {
        var reader = SectionReader(
            registry: registry,
            report: report,
            scope: Scope(origin: tree.origin, entries: tree.entries)
        )
        let section = reader.read(section)
        reader.reportLeftovers()
        return (section, reader, reader.scope.hasUnknownKeys)
    }

    private init(registry: Registry, report: FaultReport, scope: Scope) {
        (self.registry, self.report, self.scope) = (registry, report, scope)
    }

    // MARK: Sections

    /// The section as the recipe has it, checked if all of its keys are read.
    mutating func read<Section: RecipeSection>(_ blank: Section) -> Section {
        let before = scope.faultCount
        var members: [String: any SectionMember] = [:]
        for (property, member) in blank.members {
            var member = member
            member.read(property, with: &self)
            members[property] = member
        }
        let section = Section(members: members)
        if scope.faultCount == before {
            let faults = report.count
            section.check(&report)
            scope.faultCount += report.count - faults
        }
        return section
    }

    /// A kind as the recipe has it; nil without one.
    mutating func read(_ kind: (any RecipeKind.Type)?, chosenAt place: KeyPlace) -> (any RecipeKind)? {
        guard let kind else {
            scope.isKindKnown = false
            return nil
        }
        scope.chosen.append(Chosen(path: place.path, word: kind.word, origin: place.origin))
        return read(kind)
    }

    private mutating func read<Kind: RecipeKind>(_ kind: Kind.Type) -> any RecipeKind { read(kind.init()) }

    /// Reads a section within this one.
    ///
    /// - Returns: its place, and whether all of it is read.
    mutating func enter(_ name: String, _ read: (inout SectionReader) -> Void) -> (place: KeyPlace, isWhole: Bool) {
        let entry = claim(name)
        let place = KeyPlace(path: path(of: name), origin: entry?.keyOrigin)
        var inner = Scope(path: place.path, origin: place.origin, entries: [])
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

    /// The kind of the section.
    var kind: Chosen? { scope.chosen.first }

    func path(of name: String) -> String { scope.path.isEmpty ? name : "\(scope.path).\(name)" }

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

    /// Reports the value of a key.
    mutating func refuse(_ fault: ValueFault, of path: String) { refuse("\(path) \(fault.message)", fault.origin) }

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
                let near = schema.nearest(to: path, kind: scope.chosen.first?.word)
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
    private mutating func refuse(_ key: RecipeKey, _ entry: YAMLNode.Entry) {
        guard scope.isKindKnown, let (chosen, words) = key.conflict(with: scope.chosen) else { return }
        // An option that chooses another kind leaves aside what the file says for the old one.
        if case .file = entry.value.origin, case .option? = chosen.origin { return }
        let kinds = listed(words, "and")
        refuse("\(key.path) does not go with \(chosen.path) \(chosen.word) (it is for \(kinds))", entry.value.origin)
    }
}

/// "a", "a and b", "a, b and c".
func listed(_ words: [String], _ conjunction: String) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
