import Testing

@testable import Dashboard

/// The list of runs to choose from.
@Suite struct RunMenuTests {
    private func entry(_ name: String) -> RunMenu.Entry {
        RunMenu.Entry(id: "/\(name)", cells: [name, "1", "running"])
    }

    private func menu(_ names: String...) -> RunMenu {
        var menu = RunMenu(heads: ["run", "pid", "state"], glyphs: .braille)
        menu.show(names.map(entry))
        return menu
    }

    @Test func `the list shows a row a run`() {
        let grid = menu("alpha", "be").render(columns: 36, rows: 6)
        #expect(
            grid.lines == [
                "─ runs on this machine  2 runs ─────", " run    pid  state", " alpha  1    running",
                " be     1    running", "", " ↑ ↓ select  Enter attach  q quit",
            ]
        )
        #expect(grid[1, 2].role == .selected && grid[1, 3].role == .text)
    }

    @Test func `the choice stays with its run`() {
        var menu = menu("a", "b", "c")
        #expect(menu.press(.enter) == .open(id: "/a"))
        #expect(menu.press(.down) == nil && menu.press(.enter) == .open(id: "/b"))
        menu.show(["new", "a", "b", "c"].map(entry))
        #expect(menu.press(.enter) == .open(id: "/b"))
        // Of one that is gone the next takes its place.
        menu.show(["new", "a", "c"].map(entry))
        #expect(menu.press(.enter) == .open(id: "/c"))
        #expect(menu.press(.pageDown) == nil && menu.press(.enter) == .open(id: "/c"))
        #expect(menu.press(.home) == nil && menu.press(.enter) == .open(id: "/new"))
        menu.show([])
        #expect(menu.press(.enter) == nil && menu.press(.character("q")) == .quit && menu.press(.control("c")) == .quit)
        menu.show([entry("late")])
        #expect(menu.press(.enter) == .open(id: "/late"))
    }

    @Test func `it is drawn at any size`() {
        var menu = menu("a", "b", String(repeating: "n", count: 100))
        for (columns, rows) in [(0, 0), (1, 1), (10, 2), (20, 3), (3, 50), (5000, 4)] {
            _ = menu.press(.end)
            let grid = menu.render(columns: columns, rows: rows)
            #expect(grid.width == min(columns, 1000) && grid.height == rows)
            if rows > 3, columns >= 10 { #expect(grid[1, 2].role == .selected) }
        }
        menu.message = "no such run"
        #expect(menu.render(columns: 40, rows: 5).lines.last == " no such run")
    }
}
