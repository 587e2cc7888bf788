/// Something that can be saved and resumed as if nothing had happened.
///
/// A state is restored into a value made from the same recipe: it holds what changes during a run, not what the run was made
/// from. Two values with the same state continue alike, bit by bit.
public protocol Resumable {
    /// All that decides how this continues.
    var state: SavedState { get }

    /// Continues from a state.
    ///
    /// - Throws: for a state of something else; then this may be half changed, and must not be used.
    mutating func restore(_ state: SavedState) throws(StateError)
}
