/// One cell of a screen: a glyph of width 1 and its role.
public struct Cell: Equatable, Sendable {
    public var glyph: Unicode.Scalar
    public var role: Role

    public init(_ glyph: Unicode.Scalar = " ", _ role: Role = .text) {
        self.glyph = glyph
        self.role = role
    }

    public static let blank = Cell()
}
