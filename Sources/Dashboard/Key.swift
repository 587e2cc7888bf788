/// A key an operator pressed.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// A letter pressed with Ctrl, in lower case. ^C arrives as `.control("c")`.
    case control(Character)
    case enter, escape, tab, backspace, delete
    /// Shift and Tab.
    case backTab
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// A key with modifiers: an arrow, a function key or another that makes no character. The modifiers are never empty,
    /// and the key is never another `.with`.
    indirect case with(Modifiers, Key)
}
