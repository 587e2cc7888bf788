/// The space that a panel requests on the overview.
struct Demand: Equatable, Sendable {
    enum Region: Sendable {
        /// Stacked on the left.
        case main
        /// A grid of equal charts below the main ones, if there is room.
        case grid
        /// Stacked on the right, or below.
        case side
        /// Shown instead of the main panels if there is no room for them.
        case small
    }

    var region: Region
    /// The least rows; with fewer it is not shown.
    var least: Int
    /// The most rows it can use; nil for any number.
    var most: Int?
    /// Its weight in the distribution of spare rows.
    var weight = 1.0
    /// Panels of high rank are dropped first.
    var rank: Int
    /// True if it is not shown when the whole grid is.
    var yieldsToGrid = false
}
