import Foundation
import Testing
import TmuxSession

/// What the terminal shows, in the form the probe writes down what it has drawn.
func shown(_ terminal: Tmux) throws -> String {
    let size = try terminal.tmux("display-message", "-p", "#{pane_width}x#{pane_height}")
    return try size + terminal.text
}

/// Whatever its size, the terminal shows what was drawn.
@Suite(.serialized) struct SizeTests {
    @Test(arguments: ["", "--ascii"]) func `resized back and forth`(_ options: String) async throws {
        let terminal = try Tmux(observed("$probe \(options) --dump $folder/dump"), width: 200, height: 60)
        try await terminal.untilShown("probe 200x60")
        for (width, height) in [
            (20, 5), (200, 60), (20, 5), (80, 24), (1, 1), (200, 60), (20, 60), (200, 5), (200, 60),
        ] {
            try terminal.resize(width, height)
            try await terminal.until("the whole grid at \(width)x\(height)") {
                try terminal.contents("dump") == shown(terminal)
            }
        }
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
    }

    @Test func `many sizes in a row`() async throws {
        let terminal = try Tmux(observed("$probe --dump $folder/dump"), width: 200, height: 60)
        try await terminal.untilShown("probe 200x60")
        for turn in 0..<40 { try terminal.resize(turn % 2 == 0 ? 20 : 200, turn % 3 == 0 ? 5 : 60) }
        try await terminal.until("the whole grid at the last size") { try terminal.contents("dump") == shown(terminal) }
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
    }

    @Test func `sizes in the environment are not believed`() async throws {
        let terminal = try Tmux(observed("COLUMNS=33 LINES=11 $probe"))
        try await terminal.untilShown("probe 80x24")
    }
}
