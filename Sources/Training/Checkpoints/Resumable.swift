/// A value that can be saved and resumed exactly where it was.
///
/// A state is restored into a value made with the same settings: it holds what changes during a run, not those settings.
/// Two values with the same state continue identically, bit by bit.
public protocol Resumable {
    /// All that decides how the value continues.
    var state: SavedState { get }

    /// Continues from a state.
    ///
    /// - Throws: for a state of something else; then the value may be partly changed, and must not be used.
    mutating func restore(_ state: SavedState) throws(StateError)
}
