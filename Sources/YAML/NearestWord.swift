/// The least number of letters to insert, delete, replace or swap with their neighbor to turn one word into the other (optimal
/// string alignment; Damerau, 1964).
func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var (beforeLast, last) = ([Int](), Array(0...right.count))
    for (index, letter) in left.enumerated() {
        var row = [index + 1]
        for (other, otherLetter) in right.enumerated() {
            var least = min(last[other] + (letter == otherLetter ? 0 : 1), last[other + 1] + 1, row[other] + 1)
            if index > 0, other > 0, letter == right[other - 1], left[index - 1] == otherLetter {
                least = min(least, beforeLast[other - 1] + 1)
            }
            row.append(least)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}

/// A name without capitals, and without what joins its parts.
package func folded(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " } }

/// The last part of a dotted path.
package func lastPart(of path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }

/// What somebody may have meant by a word: of those that are spelled alike, within a third of its letters, the one that takes
/// the fewest letters to reach. Capitals and what joins the parts of a name come before letters: `AdamW` is adamw before it is
/// adam, and `maxNorm` is max_norm. Of dotted paths the last parts are compared, and of several alike the one that shares the
/// section wins.
///
/// - Returns: nil where nothing is spelled alike, and for a text too long to be a word.
package func nearest(to word: String, among words: [String]) -> String? {
    guard word.utf8.count <= 100 else { return nil }
    func section(_ path: String) -> Substring { path.dropLast(lastPart(of: path).count) }
    let name = lastPart(of: word)
    let most = max(1, folded(name).count / 3)
    return words.map { candidate in
        let other = lastPart(of: candidate)
        let folded = editDistance(folded(name), folded(other))
        let isElsewhere = section(candidate) != section(word)
        return (candidate, folded, (2 * folded + (isElsewhere ? 1 : 0), editDistance(name, other)))
    }
    .filter { $0.1 <= most }.min { $0.2 < $1.2 }?.0
}

/// The word of a list that somebody may have meant.
///
/// - Parameter synonyms: what else the words are called, with spaces between the names.
package func nearestWord(to word: String, among words: [String], _ synonyms: [String: String] = [:]) -> String? {
    let meant = folded(word)
    if let same = words.first(where: { folded($0) == meant }) { return same }
    return words.first { synonyms[$0]?.split(separator: " ").contains { folded(String($0)) == meant } == true }
        ?? nearest(to: word, among: words)
}
