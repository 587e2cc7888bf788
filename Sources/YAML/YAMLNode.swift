/// A document as a tree of texts, each with the place it comes from.
package struct YAMLNode: Equatable, Sendable {
    package var content: Content
    package var origin: YAMLOrigin

    package enum Content: Equatable, Sendable {
        /// The text of a scalar; quoted text is never a number.
        case text(String, quoted: Bool)
        case list([YAMLNode])
        case section([Entry])
    }

    /// A key of a section with its value.
    package struct Entry: Equatable, Sendable {
        package var key: String
        package var keyOrigin: YAMLOrigin
        package var value: YAMLNode
    }

    /// The entries of a section; empty for anything else.
    package var entries: [Entry] {
        if case .section(let entries) = content { entries } else { [] }
    }
}

// MARK: - Values

extension YAMLNode {
    /// True where nothing is written.
    package var isEmpty: Bool {
        if case .text(let text, quoted: false) = content { ["", "~", "null"].contains(text) } else { false }
    }

    /// The number that a plain scalar spells, as YAML or Swift does; nil for anything else.
    package var number: Double? {
        guard case .text(let text, quoted: false) = content else { return nil }
        switch text.lowercased() {
        case ".inf", "+.inf": return .infinity
        case "-.inf": return -.infinity
        case ".nan": return .nan
        default: return Double(text)
        }
    }

    /// The word that is written, one of these.
    package func word(of words: [String], synonyms: [String: String] = [:]) throws(ValueFault) -> String {
        guard case .text(let text, _) = content else { throw ValueFault(self, "must be a word (got \(self.words))") }
        guard words.contains(text) else {
            let near = nearestWord(to: text, among: words, synonyms).map { "; the nearest is \($0)" } ?? ""
            let choices = words.joined(separator: ", ")
            throw ValueFault(self, "must be one of \(choices) (got \(abbreviated(text))\(near))")
        }
        return text
    }

    /// The value as an error shows it.
    package var words: String {
        switch content {
        case .text(let text, let quoted): quoted ? "the text \"\(abbreviated(text))\"" : abbreviated(text)
        case .list: "a list"
        case .section: "a section"
        }
    }
}

// MARK: - Changing

extension YAMLNode {
    /// Puts a value at a path of keys, and makes the sections on the way to it.
    ///
    /// - Throws: where a part of the path is a value.
    package mutating func set(_ path: [String], to value: YAMLNode) throws(ValueFault) {
        try set(path, from: 0, to: value)
    }

    private mutating func set(_ path: [String], from depth: Int, to value: YAMLNode) throws(ValueFault) {
        guard depth < path.count else {
            self = value
            return
        }
        guard case .section(var entries) = content else {
            throw ValueFault(value, "\(path[..<depth].joined(separator: ".")) is not a section of keys")
        }
        if let index = entries.firstIndex(where: { $0.key == path[depth] }) {
            try entries[index].value.set(path, from: depth + 1, to: value)
        } else {
            var made = YAMLNode(content: .section([]), origin: value.origin)
            try made.set(path, from: depth + 1, to: value)
            entries.append(Entry(key: path[depth], keyOrigin: value.origin, value: made))
        }
        content = .section(entries)
    }

    /// Puts the value of an option at a path of keys; what is wrong with it goes into the report.
    ///
    /// - Parameter option: the option as it was typed, which names the place of the value.
    package mutating func set(_ path: [String], to text: String, option: String, _ report: inout FaultReport) {
        do {
            try set(path, to: YAMLNode.value(text, option: option, &report))
        } catch let fault as ValueFault {
            report.add(fault.message, at: fault.origin)
        } catch let error as DocumentError {
            report.add(error)
        } catch { preconditionFailure("\(error)") }
    }

    /// Removes a key of the outermost section.
    package mutating func remove(_ key: String) { content = .section(entries.filter { $0.key != key }) }
}
