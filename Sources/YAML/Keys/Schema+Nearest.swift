extension Schema {
    /// The key or section that may have been meant by an unknown path: what the word means in other
    /// frameworks, or what is nearest in its letters. Nil for a text too long to be a key.
    ///
    /// - Parameter kind: that of the section the path is in, where it gives one.
    package func nearest(to path: String, kind: String?) -> String? {
        guard path.utf8.count <= 100 else { return nil }
        let (section, name) = (parent(of: path), lastPart(of: path))
        let known = keys.map(\.path) + sections
        let meant = synonyms[folded(name)] ?? []
        func isHere(_ candidate: String) -> Bool { parent(of: candidate) == section }
        func fits(_ candidate: String) -> Bool {
            guard isHere(candidate), let kind else { return false }
            return self[candidate]?.kinds.contains(kind) == true
        }
        func isSpeltAlike(_ candidate: String) -> Bool { folded(lastPart(of: candidate)) == folded(name) }

        let likely: [String] = [
            known.first { isHere($0) && isSpeltAlike($0) }, meant.first(where: fits), meant.first(where: isHere),
            known.first(where: isSpeltAlike), meant.first,
        ].compactMap { $0 }
        if let first = likely.first { return first }
        return YAML.nearest(to: path, among: known)
    }

    /// The names of other frameworks, folded, with the keys and sections that they may mean, keys first.
    package var synonyms: [String: [String]] {
        var synonyms: [String: [String]] = [:]
        for line in foreignNames.split(separator: "\n") {
            let parts = line.split(separator: ":")
            for name in parts[1].split(separator: " ") {
                synonyms[folded(String(name)), default: []].append(String(parts[0]))
            }
        }
        let order = keys.map(\.path) + sections
        return synonyms.mapValues { paths in order.filter(paths.contains) }
    }
}

private func parent(of path: String) -> String { path.split(separator: ".").dropLast().joined(separator: ".") }
