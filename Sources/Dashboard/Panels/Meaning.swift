/// What a position in a panel stands for.
enum Meaning: Equatable, Sendable {
    /// A place on the step axis.
    case step(Int)
    /// A place on the axis of the whole run, on a strip that shows what the charts show of it.
    case stripPlace(Int)
    /// A row of a list, by its number among the panel's choices.
    case item(Int)
}
