/// The indices of the rows to show if not all fit, in order, with nil for a row that represents the others, at the widest gap.
///
/// The first and the last are always shown; then those that matter; then those nearest to an end.
///
/// - Parameter room: the number of rows, the one for the others included.
func visibleRows(_ count: Int, room: Int, matters: (Int) -> Bool) -> [Int?] {
    guard count > room else { return Array(0..<count) }
    guard room > 0 else { return [] }
    // From both ends inward: the first, the last, the second, the last but one.
    let inward = (0..<count).map { $0.isMultiple(of: 2) ? $0 / 2 : count - 1 - $0 / 2 }
    let inner = inward.dropFirst(2).map { (index: $0, matters: matters($0)) }
    let ranked = inward.prefix(2) + inner.filter(\.matters).map(\.index) + inner.filter { !$0.matters }.map(\.index)
    let kept = ranked.prefix(room - 1).sorted()
    // The index after the widest gap; a gap at the end belongs to the last row.
    let gaps = zip([-1] + kept, kept + [count]).map { $1 - $0 }
    let widest = gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
    var rows = kept.map(Optional.some)
    rows.insert(nil, at: widest)
    return rows
}

/// The indices of the rows to show if not all fit: those around the selected one.
func rowsShown(of count: Int, in height: Int, around chosen: Int) -> Range<Int> {
    let first = min(max(0, chosen - height / 2), max(0, count - height))
    return first..<min(first + max(0, height), count)
}
