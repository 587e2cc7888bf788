/// The target of a position in a panel.
enum Meaning: Equatable, Sendable {
    /// A position on the step axis.
    case step(Int)
    /// A position on the axis of the whole run, on its strip.
    case stripPosition(Int)
    /// A row of a list, by its number among the panel's choices.
    case item(Int)
}
