/// Which of many rows are shown where there is room for few: their places in order, and nil for a row that tells of the
/// others, where most of them are left out.
///
/// The first and the last are shown always; then those that matter; then those nearest to an end.
///
/// - Parameter room: rows there are, the one that tells of the others included.
func fewOfMany(_ count: Int, room: Int, matters: (Int) -> Bool) -> [Int?] {
    guard count > room else { return Array(0..<count) }
    guard room > 0 else { return [] }
    let ranked = (0..<count).map { place in
        let depth = min(place, count - 1 - place)
        return (rank: depth == 0 ? 0 : matters(place) ? 1 : 2, depth: depth, place: place)
    }
    let kept = ranked.sorted { ($0.rank, $0.depth, $0.place) < ($1.rank, $1.depth, $1.place) }
        .prefix(room - 1).map(\.place).sorted()
    // What follows the widest gap; a gap at the end is the last row's.
    let gaps = zip([-1] + kept, kept + [count]).map { $1 - $0 }
    let widest = gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
    var places = kept.map(Optional.some)
    places.insert(nil, at: widest)
    return places
}
