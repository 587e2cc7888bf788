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

/// The word that takes the fewest letters to reach; the first of several; nil without words.
func nearest(to word: String, among words: [String]) -> String? {
    words.min { editDistance(word, $0) < editDistance(word, $1) }
}
