/// A mouse event.
public struct Mouse: Hashable, Sendable {
    public enum Button: Hashable, Sendable {
        case left, middle, right
    }

    public enum Kind: Hashable, Sendable {
        case press(Button)
        /// A button was released. A press may come without a release.
        case release
        /// Moved to another cell with this button held down.
        case drag(Button)
        case wheelUp, wheelDown
    }

    /// The column of the cell, from 0 at the left.
    public var column: Int
    /// The row of the cell, from 0 at the top.
    public var row: Int
    public var kind: Kind
    public var modifiers: Modifiers

    public init(column: Int, row: Int, _ kind: Kind, _ modifiers: Modifiers = []) {
        self.column = column
        self.row = row
        self.kind = kind
        self.modifiers = modifiers
    }
}
