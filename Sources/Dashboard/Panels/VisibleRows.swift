/// Which of many rows are shown where there is room for few: their places in order, and nil for a row that stands for the
/// others, where most of them are left out.
///
/// The first and the last are shown always; then those that matter; then those nearest to an end.
///
/// - Parameter room: rows there are, the one for the others included.
func visibleRows(_ count: Int, room: Int, matters: (Int) -> Bool) -> [Int?] {
    guard count > room else { return Array(0..<count) }
    guard room > 0 else { return [] }
    // From both ends inward: the first, the last, the second, the last but one.
    let inward = (0..<count).map { $0.isMultiple(of: 2) ? $0 / 2 : count - 1 - $0 / 2 }
    let inner = inward.dropFirst(2).map { (place: $0, matters: matters($0)) }
    let ranked = inward.prefix(2) + inner.filter(\.matters).map(\.place) + inner.filter { !$0.matters }.map(\.place)
    let kept = ranked.prefix(room - 1).sorted()
    // What follows the widest gap; a gap at the end is the last row's.
    let gaps = zip([-1] + kept, kept + [count]).map { $1 - $0 }
    let widest = gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
    var places = kept.map(Optional.some)
    places.insert(nil, at: widest)
    return places
}

/// Which rows of a list are shown where there is not room for all: those around the chosen one.
func rowsShown(of count: Int, in height: Int, around chosen: Int) -> Range<Int> {
    let first = min(max(0, chosen - height / 2), max(0, count - height))
    return first..<min(first + max(0, height), count)
}
