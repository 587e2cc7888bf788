/// Something that can be saved and resumed as if nothing had happened.
///
/// Whoever takes up a state has been made as the one that gave it was, from the same recipe: a state holds what
/// changes in the course of a run, not what it was made from. Two with the same state continue alike, bit by bit.
public protocol Resumable {
    /// All that decides how this continues.
    var state: SavedState { get }

    /// Goes on from a state.
    ///
    /// - Throws: for a state of something else; then this may be half changed, and is not to be used.
    mutating func restore(_ state: SavedState) throws(StateError)
}
