/// The lines of box-drawing characters, in half pixels of a cell of 8 by 16.
enum BoxLines {
    struct Point: Equatable {
        var x: Int
        var y: Int
    }

    struct Segment: Equatable {
        var start: Point
        var end: Point
        var isHeavy: Bool
    }

    /// The lines of a glyph; nil for any character that is not a common box-drawing one.
    static func segments(_ glyph: Unicode.Scalar) -> [Segment]? {
        if let dashes = dashes[glyph] { return segments(of: dashes) }
        return arms[glyph].map { arms in
            zip(ends, arms).filter { $0.1 > 0 }.map { end, weight in
                Segment(start: middle, end: end, isHeavy: weight == 2)
            }
        }
    }

    private static let middle = Point(x: 8, y: 16)
    /// The ends of the arms: left, right, up, down.
    private static let ends = [Point(x: 0, y: 16), Point(x: 16, y: 16), Point(x: 8, y: 0), Point(x: 8, y: 32)]

    /// Weights of the arms to the left, right, up and down: none, light, heavy.
    private static let arms: [Unicode.Scalar: [Int]] = [
        "─": [1, 1, 0, 0], "━": [2, 2, 0, 0], "│": [0, 0, 1, 1], "┃": [0, 0, 2, 2],
        "┌": [0, 1, 0, 1], "┐": [1, 0, 0, 1], "└": [0, 1, 1, 0], "┘": [1, 0, 1, 0],
        "┏": [0, 2, 0, 2], "┓": [2, 0, 0, 2], "┗": [0, 2, 2, 0], "┛": [2, 0, 2, 0],
        "╭": [0, 1, 0, 1], "╮": [1, 0, 0, 1], "╰": [0, 1, 1, 0], "╯": [1, 0, 1, 0],
        "├": [0, 1, 1, 1], "┤": [1, 0, 1, 1], "┬": [1, 1, 0, 1], "┴": [1, 1, 1, 0], "┼": [1, 1, 1, 1],
        "┣": [0, 2, 2, 2], "┫": [2, 0, 2, 2], "┳": [2, 2, 0, 2], "┻": [2, 2, 2, 0], "╋": [2, 2, 2, 2],
        "╴": [1, 0, 0, 0], "╶": [0, 1, 0, 0], "╵": [0, 0, 1, 0], "╷": [0, 0, 0, 1],
        "╸": [2, 0, 0, 0], "╺": [0, 2, 0, 0], "╹": [0, 0, 2, 0], "╻": [0, 0, 0, 2],
        "╼": [1, 2, 0, 0], "╾": [2, 1, 0, 0], "╽": [0, 0, 1, 2], "╿": [0, 0, 2, 1],
    ]

    private static let dashes: [Unicode.Scalar: (count: Int, isHeavy: Bool, isUpright: Bool)] = [
        "╌": (2, false, false), "╍": (2, true, false), "╎": (2, false, true), "╏": (2, true, true),
        "┄": (3, false, false), "┅": (3, true, false), "┆": (3, false, true), "┇": (3, true, true),
        "┈": (4, false, false), "┉": (4, true, false), "┊": (4, false, true), "┋": (4, true, true),
    ]

    /// Dashes as long as the gaps between them.
    private static func segments(of dashes: (count: Int, isHeavy: Bool, isUpright: Bool)) -> [Segment] {
        let length = (dashes.isUpright ? 32 : 16) / (2 * dashes.count)
        return (0..<dashes.count).map { index in
            let (start, end) = (2 * index * length, (2 * index + 1) * length)
            func point(_ along: Int) -> Point {
                dashes.isUpright ? Point(x: middle.x, y: along) : Point(x: along, y: middle.y)
            }
            return Segment(start: point(start), end: point(end), isHeavy: dashes.isHeavy)
        }
    }
}
