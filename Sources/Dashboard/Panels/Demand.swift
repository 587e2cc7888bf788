/// The room that a panel wants on the overview.
struct Demand: Equatable, Sendable {
    enum Place: Sendable {
        /// Above one another, on the left.
        case main
        /// A chart among others of equal size, below the main ones, where there is room.
        case grid
        /// Above one another, on the right or below.
        case side
        /// Instead of the main ones, where there is no room for them.
        case small
    }

    var place: Place
    /// Rows below which it is left out.
    var least: Int
    /// Rows beyond which it has no use for more; nil for any number.
    var most: Int?
    /// Its share of the rows that are left, against the others'.
    var weight = 1.0
    /// The higher, the sooner it is left out.
    var rank: Int
    /// True for one that is left out where the whole grid is shown.
    var yieldsToGrid = false
}
