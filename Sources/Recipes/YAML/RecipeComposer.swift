import Telemetry

/// Builds the tree of a recipe from YAML, within bounds that no recipe comes near.
///
/// Length, depth and the number of nodes are bounded while the tree grows, and an alias counts as all that it stands
/// for: a few hundred bytes of aliases of aliases would otherwise be read as thousands of millions of nodes.
package struct RecipeComposer {
    /// Bytes of a text.
    package static let mostBytes = 1 << 20
    /// Values, lists, sections and keys.
    static let mostNodes = 100_000
    /// Lists and sections within each other.
    static let deepest = 50
    /// Numbers in a list: of layers, each of which is measured and drawn, or of milestones.
    static let longestList = 1000

    /// The file as the operator named it, or the option that brought the text.
    package enum Source {
        case file(String)
        case option(String)

        fileprivate func place(line: Int) -> String {
            switch self {
            case .file(let path): "\(path):\(line)"
            case .option(let text): text
            }
        }

        fileprivate func origin(_ event: YAMLEvents.Event) -> RecipeOrigin {
            switch self {
            case .file: .file(line: event.line, column: event.column)
            case .option(let text): .option(text)
            }
        }
    }

    private let source: Source
    /// What the text should be, in errors.
    private let noun: String
    private let events: YAMLEvents
    private var count = 0
    private var anchors: [String: (node: RecipeNode, count: Int)] = [:]

    /// Reads a text of one document; nil for one that holds nothing.
    package static func compose(
        _ bytes: some Sequence<UInt8>,
        source: Source,
        noun: String = "recipe"
    ) throws(RecipeError) -> RecipeNode? {
        let bytes = ContiguousArray(bytes)
        guard bytes.count <= mostBytes else {
            let place = if case .file(let path) = source { path } else { source.place(line: 1) }
            throw RecipeError(
                place: place,
                message: "is no \(noun): it has \(bytes.count) bytes, and \(mostBytes) are the most that one may have"
            )
        }
        return try unsafe bytes.withUnsafeBufferPointer { bytes throws(RecipeError) in
            var composer = unsafe RecipeComposer(source: source, noun: noun, events: YAMLEvents(bytes))
            return try composer.document()
        }
    }

    private init(source: Source, noun: String, events: YAMLEvents) {
        (self.source, self.noun, self.events) = (source, noun, events)
    }

    private mutating func document() throws(RecipeError) -> RecipeNode? {
        guard case .documentStart = try next().content else { return nil }
        let node = try node(next(), depth: 0)
        _ = try next()
        let end = try next()
        guard case .streamEnd = end.content else {
            throw error(end, "a second document begins here, and a \(noun) is one")
        }
        return node
    }

    private func next() throws(RecipeError) -> YAMLEvents.Event {
        do throws(YAMLEvents.Failure) {
            return try events.next()
        } catch {
            // libyaml looks ahead, and has a bound of its own.
            let isTooDeep = error.problem.hasPrefix("Maximum nesting level")
            let message = isTooDeep ? Self.tooDeep : "is not YAML: \(error.problem)"
            throw RecipeError(place: source.place(line: error.line), message: message)
        }
    }

    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(RecipeError) -> RecipeNode {
        let before = count
        try count(1, event)
        guard depth <= Self.deepest else {
            throw error(event, Self.tooDeep)
        }
        var node = RecipeNode(content: .text("", quoted: false), origin: source.origin(event))
        let anchor: String?
        switch event.content {
        case .alias(let name):
            guard let anchored = anchors[name] else {
                throw error(event, "the alias *\(abbreviated(name)) has no anchor before it")
            }
            try count(anchored.count - 1, event)
            return anchored.node
        case .scalar(let scalar):
            anchor = scalar.properties.anchor
            let isText = try isText(scalar, event)
            node.content = .text(scalar.text, quoted: isText)
        case .listStart(let properties):
            anchor = properties.anchor
            try check(tag: properties.tag, isOneOf: ["seq"], event)
            node.content = .list(try list(depth: depth + 1))
        case .sectionStart(let properties):
            anchor = properties.anchor
            try check(tag: properties.tag, isOneOf: ["map"], event)
            node.content = .section(try entries(depth: depth + 1))
        default:
            throw error(event, "is not YAML: a value is missing")
        }
        if let anchor { anchors[anchor] = (node, count - before) }
        return node
    }

    private mutating func list(depth: Int) throws(RecipeError) -> [RecipeNode] {
        var items: [RecipeNode] = []
        while true {
            let event = try next()
            if case .listEnd = event.content { return items }
            items.append(try node(event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(RecipeError) -> [RecipeNode.Entry] {
        var entries: [RecipeNode.Entry] = []
        var known: Set<String> = []
        while true {
            let event = try next()
            if case .sectionEnd = event.content { return entries }
            let key = try node(event, depth: depth)
            guard case .text(let name, _) = key.content else { throw error(event, "a key must be a word") }
            guard name != "<<" else {
                throw error(event, "keys are not merged (<<); an alias stands for a whole value")
            }
            guard known.insert(name).inserted else { throw error(event, "key \(abbreviated(name)) is given twice") }
            let value = try node(next(), depth: depth)
            entries.append(RecipeNode.Entry(key: name, keyOrigin: source.origin(event), value: value))
        }
    }

    // MARK: Tags

    /// Whether a scalar is a text and never a number: by its quotes, unless a tag says otherwise.
    private func isText(_ scalar: YAMLEvents.Scalar, _ event: YAMLEvents.Event) throws(RecipeError) -> Bool {
        try check(tag: scalar.properties.tag, isOneOf: ["str", "int", "float", "bool", "null"], event)
        guard let tag = scalar.properties.tag else { return scalar.isQuoted }
        return tag == "!" || tag == Self.coreTags + "str"
    }

    private static let coreTags = "tag:yaml.org,2002:"

    private func check(tag: String?, isOneOf known: [String], _ event: YAMLEvents.Event) throws(RecipeError) {
        guard let tag, tag != "!", !known.contains(where: { tag == Self.coreTags + $0 }) else { return }
        let name = tag.hasPrefix(Self.coreTags) ? "!!" + tag.dropFirst(Self.coreTags.count) : tag
        throw error(event, "the tag \(abbreviated(name)) does not go with this value (a \(noun) needs no tags)")
    }

    // MARK: Bounds

    private static let tooDeep = "lists and sections stand more than \(deepest) deep in each other here"

    private mutating func count(_ nodes: Int, _ event: YAMLEvents.Event) throws(RecipeError) {
        count += nodes
        guard count <= Self.mostNodes else {
            throw error(
                event,
                "is no \(noun): up to here it has more than \(Self.mostNodes) values, those of aliases counted"
            )
        }
    }

    private func error(_ event: YAMLEvents.Event, _ message: String) -> RecipeError {
        RecipeError(place: source.place(line: event.line), message: message)
    }
}

/// A text of the recipe as an error shows it: printable, and of one that is long the beginning.
package func abbreviated(_ text: String, to most: Int = 60) -> String {
    let start = text.unicodeScalars.prefix(most)
    return printable(String(String.UnicodeScalarView(start)))
        + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
}
