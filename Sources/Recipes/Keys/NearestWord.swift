/// The least number of letters to insert, delete or replace to turn one word into the other (Levenshtein, 1966).
func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (other, otherLetter) in right.enumerated() {
            let replaced = diagonal + (letter == otherLetter ? 0 : 1)
            diagonal = row[other + 1]
            row[other + 1] = min(replaced, row[other] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}

/// How far two names are from each other: first without a look at capitals and at what joins their parts, then letter
/// by letter. `AdamW` is adamw before it is adam, and `maxNorm` is max_norm.
package struct NameDistance: Comparable {
    private let folded: Int
    private let exact: Int

    package init(_ left: String, _ right: String) {
        folded = editDistance(Recipes.folded(left), Recipes.folded(right))
        exact = editDistance(left, right)
    }

    /// With a penalty that weighs less than one letter.
    func with(penalty: Bool) -> (Int, Int) { (2 * folded + (penalty ? 1 : 0), exact) }

    package static func < (left: NameDistance, right: NameDistance) -> Bool {
        (left.folded, left.exact) < (right.folded, right.exact)
    }
}

/// A name without capitals, and without what joins its parts.
package func folded(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " } }

/// The word that takes the fewest letters to reach; the first of several; nil without words, and for a text so long that
/// it is no word.
package func nearest(to word: String, among words: [String]) -> String? {
    guard word.utf8.count <= 100 else { return nil }
    return words.map { ($0, NameDistance(word, $0)) }.min { $0.1 < $1.1 }?.0
}
