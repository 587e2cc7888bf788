/// The block elements of Unicode (U+2580 to U+259F) as rectangles of a cell of 8 by 16.
enum BlockGlyph {
    struct Part: Equatable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
    }

    /// The rectangles of a glyph; empty for shades and for any other character.
    static func parts(_ glyph: Unicode.Scalar) -> [Part] {
        switch glyph.value {
        case 0x2580: [Part(x: 0, y: 0, width: 8, height: 8)]
        // Eighths from below, up to the full block.
        case 0x2581...0x2588:
            [Part(x: 0, y: 16 - 2 * Int(glyph.value - 0x2580), width: 8, height: 2 * Int(glyph.value - 0x2580))]
        // Eighths from the left, from seven down to one.
        case 0x2589...0x258f: [Part(x: 0, y: 0, width: Int(0x2590 - glyph.value), height: 16)]
        case 0x2590: [Part(x: 4, y: 0, width: 4, height: 16)]
        case 0x2594: [Part(x: 0, y: 0, width: 8, height: 2)]
        case 0x2595: [Part(x: 7, y: 0, width: 1, height: 16)]
        case 0x2596...0x259f: quadrants(Int(glyph.value - 0x2596))
        default: []
        }
    }

    /// Upper left 1, upper right 2, lower left 4, lower right 8.
    private static let filled = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]

    private static func quadrants(_ index: Int) -> [Part] {
        (0..<4).filter { filled[index] & 1 << $0 != 0 }.map { Part(x: $0 % 2 * 4, y: $0 / 2 * 8, width: 4, height: 8) }
    }
}
