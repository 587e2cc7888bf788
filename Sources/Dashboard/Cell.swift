/// One character place of a screen: a glyph of width 1 and what it means.
public struct Cell: Equatable, Sendable {
    public var glyph: Unicode.Scalar
    public var role: Role

    public init(_ glyph: Unicode.Scalar = " ", _ role: Role = .text) {
        self.glyph = glyph
        self.role = role
    }

    public static let blank = Cell()
}

/// What a cell means. Colours belong to Terminal.
public enum Role: UInt8, CaseIterable, Sendable {
    case text, faint, strong, frame, title
    case loss, evaluation, gradNorm, clippedNorm, maxNorm, lr, layer
    case marker, pending, good, warning, bad
    case key, gaugeFull, gaugeEmpty, prompt, selected
}
