import Foundation
import Testing

@testable import Dashboard

/// Screens as pictures and as text with colors.
@Suite struct PictureTests {
    /// Every kind of glyph, and letters that XML would take for its own.
    private static var grid: CellGrid {
        var grid = CellGrid(width: 24, height: 4)
        func write(_ text: String, _ column: Int, _ row: Int, _ role: Role) {
            for (place, scalar) in text.unicodeScalars.enumerated() { grid[column + place, row] = Cell(scalar, role) }
        }
        write("a<b & \"c\" é  ▼", 0, 0, .title)
        write("─┤⠁⣿ █▄▌▒ ┊╭", 0, 1, .loss)
        write("━╸", 14, 1, .maxNorm)
        write("chosen", 2, 2, .selected)
        write("bad", 12, 2, .bad)
        return grid
    }

    private static func screen(_ glyphs: GlyphSet = .braille) -> CellGrid {
        SampleRun(steps: 300, ends: false).dashboard(glyphs).render(columns: 100, rows: 30)
    }

    @Test func `the small picture`() throws {
        try expectFile("picture.svg", Self.grid.svg(Theme(.dark), title: "a & b"))
    }

    @Test(arguments: ThemeName.allCases, GlyphSet.allCases) func `pictures are well formed`(
        _ name: ThemeName,
        _ glyphs: GlyphSet
    ) throws {
        let svg = Self.screen(glyphs).svg(Theme(name), title: "<run>\u{1b}\u{0}")
        let seen = try elements(of: svg)
        #expect(seen["svg"] == 1 && (seen["text"] ?? 0) > 10 && (seen["path"] ?? 0) > (glyphs == .ascii ? -1 : 10))
        #expect(svg.contains("fill=\"\(Theme(name).background.hexadecimal)\""))
    }

    @Test func `every letter of the picture is there`() throws {
        let grid = Self.grid
        let letters = try text(of: grid.svg(Theme(.dark), title: "")).filter { $0 != " " && $0 != "\n" }
        let expected = grid.lines.joined().unicodeScalars.filter { scalar in
            scalar != " " && !(0x2500...0x259f).contains(scalar.value) && !(0x2800...0x28ff).contains(scalar.value)
        }
        #expect(letters == String(String.UnicodeScalarView(expected)))
    }

    @Test(
        arguments: [
            (0x2588, 128), (0x2584, 64), (0x258c, 64), (0x2581, 16), (0x2589, 112), (0x259a, 64), (0x2599, 96),
            (0x2591, 0),
        ]
    )
    func `blocks fill their share`(_ code: UInt32, _ area: Int) {
        let parts = BlockGlyph.parts(Unicode.Scalar(code)!)
        #expect(parts.reduce(0) { $0 + $1.width * $1.height } == area)
        #expect(parts.allSatisfy { $0.x >= 0 && $0.y >= 0 && $0.x + $0.width <= 8 && $0.y + $0.height <= 16 })
    }

    @Test func `lines meet at the edges`() {
        #expect(BoxLines.segments("─")?.map(\.end.x).sorted() == [0, 16])
        #expect(BoxLines.segments("╋")?.count == 4)
        #expect(BoxLines.segments("╸")?.map(\.isHeavy) == [true])
        #expect(BoxLines.segments("┊")?.count == 4)
        #expect(BoxLines.segments("x") == nil)
    }

    @Test(arguments: ThemeName.allCases, ColorDepth.allCases) func `colors stripped are the plain text`(
        _ name: ThemeName,
        _ depth: ColorDepth
    ) {
        let grid = Self.screen()
        for isPainted in [true, false] {
            let text = grid.ansi(Theme(name), depth: depth, paintsBackground: isPainted)
            let lines = text.replacing(/\u{1b}\[[0-9;]*m/, with: "").split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            .map { line in
                var line = line
                while line.last == " " { line.removeLast() }
                return String(line)
            }
            #expect(lines == grid.lines)
            #expect(
                text.split(separator: "\n").allSatisfy { $0.hasSuffix("\u{1b}[0m") },
                "nothing runs into the next line"
            )
        }
    }

    @Test func `colors are those of the theme`() {
        let text = Self.grid.ansi(Theme(.dark), depth: .direct, paintsBackground: false)
        #expect(text.contains("\u{1b}[0;38;2;74;168;255m─┤⠁⣿ █▄▌▒ ┊╭"))
        #expect(
            Self.grid.ansi(Theme(.dark), depth: .colors256, paintsBackground: false).contains("\u{1b}[0;38;5;75m─┤")
        )
        #expect(Self.grid.ansi(Theme(.dark), depth: .colors16, paintsBackground: true).contains("\u{1b}[0;94;40m─┤"))
        #expect(!Self.grid.ansi(Theme(.dark), depth: .mono, paintsBackground: true).contains("[0;3"))
    }

    /// Names of the elements of a document, counted.
    private func elements(of xml: String) throws -> [String: Int] { try XMLLook(xml).counts }

    private func text(of xml: String) throws -> String { try XMLLook(xml).text }

    private func expectFile(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Screens/\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
        }
    }
}
