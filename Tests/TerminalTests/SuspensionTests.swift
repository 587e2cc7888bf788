import Foundation
import Testing
import TmuxSession

/// ^Z, bg, fg and kill, in a shell with job control.
@Suite(.serialized) struct SuspensionTests {
    private func shell() async throws -> Tmux {
        let terminal = try Tmux("", interactive: true)
        try await terminal.untilShown("ready>")
        return terminal
    }

    private func command(_ text: String, _ terminal: Tmux) throws {
        try terminal.type(text)
        try terminal.press("Enter")
    }

    private func settings(_ name: String, _ terminal: Tmux) async throws -> String {
        try command("clear; stty -a > $folder/\(name).new; mv $folder/\(name).new $folder/\(name)", terminal)
        try await terminal.until("the settings") { terminal.contents(name) != nil }
        // Another size is no damage.
        return try #require(terminal.contents(name)).replacing(/rows \d+; columns \d+/, with: "")
    }

    @Test func suspendedResizedAndBack() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe --dump $folder/dump", terminal)
        try await terminal.untilShown("probe 80x24")
        for (turn, size) in [(100, 30), (40, 12), (80, 24)].enumerated() {
            try terminal.press("C-z")
            try await terminal.untilShown("Stopped")
            #expect(try terminal.modes == Tmux.freshModes)
            #expect(try await settings("stopped\(turn)", terminal) == before)
            try terminal.resize(size.0, size.1)
            try command("fg", terminal)
            try await terminal.until("the whole screen, in its new size") {
                try terminal.contents("dump") == shown(terminal)
            }
        }
        try terminal.press("q")
        try await terminal.untilShown("ready>")
        #expect(try terminal.modes == Tmux.freshModes)
        #expect(try await settings("after", terminal) == before)
    }

    @Test func inTheBackgroundItLeavesTheTerminalAlone() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe --dump $folder/dump", terminal)
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z")
        try await terminal.untilShown("Stopped")
        try command("bg", terminal)
        try await Task.sleep(for: .milliseconds(700))
        try command("jobs", terminal)
        try await terminal.untilShown("Running")
        #expect(try await settings("background", terminal) == before)
        try command("fg", terminal)
        try await terminal.untilShown("probe 80x24")
        try terminal.press("q")
        try await terminal.untilShown("ready>")
        #expect(try await settings("after", terminal) == before)
    }

    @Test func killedWhileStopped() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe", terminal)
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z")
        try await terminal.untilShown("Stopped")
        try command("kill %1", terminal)
        // The shell tells with its next prompt.
        try await terminal.until("the end") {
            try terminal.press("Enter")
            // Prompts that come in a burst may have pushed it off the screen.
            return try terminal.tmux("capture-pane", "-p", "-S", "-").contains("Exit 143")
        }
        #expect(try terminal.modes == Tmux.freshModes)
        #expect(try await settings("after", terminal) == before)
    }

    @Test(arguments: ["TSTP", "STOP"]) func stoppedFromOutside(_ signal: String) async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe --dump $folder/dump & sleep 0.1; (sleep 1; kill -\(signal) $!) & fg %1", terminal)
        try await terminal.untilShown("probe 80x24")
        try await terminal.untilShown("Stopped")
        try command("fg %1", terminal)
        try await terminal.until("the whole screen again") { try terminal.contents("dump") == shown(terminal) }
        try terminal.press("q")
        try await terminal.until("the prompt") { try terminal.modes == Tmux.freshModes }
        #expect(try await settings("after", terminal) == before)
    }

    @Test func withoutJobControlNothingStops() async throws {
        let terminal = try Tmux(observed("trap '' TSTP; $probe --dump $folder/dump"))
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z", "a")
        try await terminal.untilShown("character(\"a\")")
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
    }
}
