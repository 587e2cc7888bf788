/// Something an operator did with the mouse.
public struct Mouse: Hashable, Sendable {
    public enum Button: Hashable, Sendable {
        case left, middle, right
    }

    public enum Kind: Hashable, Sendable {
        case press(Button)
        /// Whatever was held down is let go; a press without a release is possible.
        case release
        /// Moved to another cell with this button held down.
        case drag(Button)
        case wheelUp, wheelDown
    }

    /// The cell, counted from the left from 0.
    public var column: Int
    /// The cell, counted from the top from 0.
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
