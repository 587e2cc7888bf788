/// The colors and attributes of a role on a terminal.
public struct Style: Hashable, Sendable {
    /// A color, as sent to a terminal.
    public enum Ink: Hashable, Sendable {
        case rgb(RGB)
        /// A color number: 0 to 15 are the terminal's own colors, from 16 on those of `Palette256`.
        case number(Int)
    }

    /// Nil is the terminal's own foreground.
    public var foreground: Ink?
    /// Nil is the terminal's own background.
    public var background: Ink?
    public var attributes: Attributes

    /// Text attributes other than color.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32

        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let underline = Attributes(rawValue: 4)
        public static let reverse = Attributes(rawValue: 8)
    }

    public init(_ foreground: Ink? = nil, on background: Ink? = nil, _ attributes: Attributes = []) {
        (self.foreground, self.background, self.attributes) = (foreground, background, attributes)
    }
}
