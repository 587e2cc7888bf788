extension Schema {
    /// The key, or section, that somebody may have meant by a path there is none of: what the word means in other
    /// frameworks, or what is nearest in its letters. Nil for a text so long that it is no key.
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
        // A key in the wrong section is as near as one that is misspelt in the right one; the right section wins a tie.
        return known.map { ($0, NameDistance(name, lastPart(of: $0)).with(penalty: !isHere($0))) }
            .min { $0.1 < $1.1 }?.0
    }

    /// The names of other frameworks, folded, with the keys and sections that they may mean, keys first.
    var synonyms: [String: [String]] {
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

/// The word of a list that somebody may have meant.
///
/// - Parameter synonyms: what other frameworks call the words, with spaces between the names.
func nearestWord(to word: String, among words: [String], _ synonyms: [String: String]) -> String? {
    let meant = folded(word)
    if let same = words.first(where: { folded($0) == meant }) { return same }
    return words.first { synonyms[$0]?.split(separator: " ").contains { folded(String($0)) == meant } == true }
        ?? nearest(to: word, among: words)
}

private func parent(of path: String) -> String { path.split(separator: ".").dropLast().joined(separator: ".") }

/// The part of a dotted path behind its last dot.
func lastPart(of path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
