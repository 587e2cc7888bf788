import Telemetry

/// Builds the tree of a document from YAML, within bounds that no recipe comes near.
///
/// Length, depth and the number of nodes are bounded while the tree grows, and an alias counts as all that it stands
/// for: a few hundred bytes of aliases of aliases would otherwise be read as thousands of millions of nodes.
package struct YAMLComposer {
    /// Bytes of a text.
    static let mostBytes = 1 << 20
    /// Values, lists, sections and keys.
    static let mostNodes = 100_000
    /// Lists and sections within each other.
    package static let deepest = 50
    /// Numbers in a list: of layers, each of which is measured and drawn, or of milestones.
    package static let longestList = 1000

    /// The option that brought the text; nil for the file.
    private let option: String?
    /// What the text should be, in errors.
    private let noun: String
    private let events: YAMLEvents
    private var report: FaultReport
    private var count = 0
    private var anchors: [String: (node: YAMLNode, count: Int)] = [:]

    /// Reads a text of one document; nil for one that holds nothing.
    ///
    /// - Parameter report: gets the faults that do not stop reading.
    static func compose(
        _ bytes: some Sequence<UInt8>,
        option: String? = nil,
        noun: String,
        _ report: inout FaultReport
    ) throws(DocumentError) -> YAMLNode? {
        let bytes = ContiguousArray(bytes)
        guard bytes.count <= mostBytes else {
            let message = "is not a \(noun): it has \(bytes.count) bytes, more than the limit of \(mostBytes)"
            throw DocumentError(place: option ?? report.path, message: message)
        }
        return try unsafe bytes.withUnsafeBufferPointer { bytes throws(DocumentError) in
            var composer = unsafe YAMLComposer(option: option, noun: noun, YAMLEvents(bytes), report)
            defer { report = composer.report }
            return try composer.document()
        }
    }

    private init(option: String?, noun: String, _ events: YAMLEvents, _ report: FaultReport) {
        (self.option, self.noun, self.events, self.report) = (option, noun, events, report)
    }

    private func origin(_ event: YAMLEvents.Event) -> YAMLOrigin {
        option.map { .option($0) } ?? .file(line: event.line, column: event.column)
    }

    private mutating func document() throws(DocumentError) -> YAMLNode? {
        guard case .documentStart = try next().content else { return nil }
        let node = try node(next(), depth: 0)
        _ = try next()
        let end = try next()
        guard case .streamEnd = end.content else {
            throw error(end, "a second document begins here, and a \(noun) is one")
        }
        return node
    }

    private func next() throws(DocumentError) -> YAMLEvents.Event {
        do throws(YAMLEvents.Failure) {
            return try events.next()
        } catch {
            // libyaml looks ahead, and has a bound of its own.
            let isTooDeep = error.problem.hasPrefix("Maximum nesting level")
            let message = isTooDeep ? Self.tooDeep : "invalid YAML: \(error.problem)"
            throw DocumentError(place: option ?? "\(report.path):\(error.line)", message: message)
        }
    }

    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(DocumentError) -> YAMLNode {
        let before = count
        try count(1, event)
        guard depth <= Self.deepest else {
            throw error(event, Self.tooDeep)
        }
        var node = YAMLNode(content: .text("", quoted: false), origin: origin(event))
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
            throw error(event, "invalid YAML: a value is missing")
        }
        if let anchor { anchors[anchor] = (node, count - before) }
        return node
    }

    private mutating func list(depth: Int) throws(DocumentError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .listEnd = event.content { return items }
            items.append(try node(event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(DocumentError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var known: Set<String> = []
        while true {
            let event = try next()
            if case .sectionEnd = event.content { return entries }
            let key = try node(event, depth: depth)
            guard case .text(let name, _) = key.content else { throw error(event, "a key must be a word") }
            guard name != "<<" else {
                throw error(event, "keys are not merged (<<); an alias stands for a whole value")
            }
            let value = try node(next(), depth: depth)
            guard known.insert(name).inserted else {
                report.add("key \(abbreviated(name)) is given twice", at: origin(event))
                continue
            }
            entries.append(YAMLNode.Entry(key: name, keyOrigin: origin(event), value: value))
        }
    }

    // MARK: Tags

    /// Whether a scalar is a text and never a number: by its quotes, unless a tag says otherwise.
    private func isText(_ scalar: YAMLEvents.Scalar, _ event: YAMLEvents.Event) throws(DocumentError) -> Bool {
        try check(tag: scalar.properties.tag, isOneOf: ["str", "int", "float", "bool", "null"], event)
        guard let tag = scalar.properties.tag else { return scalar.isQuoted }
        return tag == "!" || tag == Self.coreTags + "str"
    }

    private static let coreTags = "tag:yaml.org,2002:"

    private func check(tag: String?, isOneOf known: [String], _ event: YAMLEvents.Event) throws(DocumentError) {
        guard let tag, tag != "!", !known.contains(where: { tag == Self.coreTags + $0 }) else { return }
        let name = tag.hasPrefix(Self.coreTags) ? "!!" + tag.dropFirst(Self.coreTags.count) : tag
        throw error(event, "the tag \(abbreviated(name)) does not go with this value (a \(noun) needs no tags)")
    }

    // MARK: Bounds

    private static let tooDeep = "lists and sections stand more than \(deepest) deep in each other here"

    private mutating func count(_ nodes: Int, _ event: YAMLEvents.Event) throws(DocumentError) {
        count += nodes
        guard count <= Self.mostNodes else {
            throw error(
                event,
                "is not a \(noun): up to here it has more than \(Self.mostNodes) values, those of aliases counted"
            )
        }
    }

    private func error(_ event: YAMLEvents.Event, _ message: String) -> DocumentError {
        DocumentError(place: origin(event).place(in: report.path), message: message)
    }
}
