/// How cells of a role look on a terminal.
public struct Style: Hashable, Sendable {
    /// A colour number of the palette; nil is the terminal's own foreground.
    public var foreground: Int?
    /// A colour number of the palette; nil is the terminal's own background.
    public var background: Int?
    public var attributes: Attributes

    /// What a terminal can do to a character besides colouring it.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32

        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let underline = Attributes(rawValue: 4)
        public static let reverse = Attributes(rawValue: 8)
    }

    public init(_ foreground: Int? = nil, on background: Int? = nil, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}
