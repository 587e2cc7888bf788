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

    /// Waits until the shell has told of the stop and reads again: what is typed before its prompt may be dropped.
    private func untilStopped(_ terminal: Tmux) async throws {
        try await terminal.untilShown("Stopped")
        try await terminal.until("the prompt") { try terminal.lines.last { !$0.isEmpty } == "ready>" }
    }

    private func settings(_ name: String, _ terminal: Tmux) async throws -> String {
        try command("clear; stty -a > $folder/\(name).new; mv $folder/\(name).new $folder/\(name)", terminal)
        try await terminal.until("the settings") { terminal.contents(name) != nil }
        // Another size is no damage.
        return try #require(terminal.contents(name)).replacing(/rows \d+; columns \d+/, with: "")
    }

    @Test func `suspended resized and back`() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe --dump $folder/dump", terminal)
        try await terminal.untilShown("probe 80x24")
        for (turn, size) in [(100, 30), (40, 12), (80, 24)].enumerated() {
            try terminal.press("C-z")
            try await untilStopped(terminal)
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

    @Test func `in the background it leaves the terminal alone`() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe --dump $folder/dump", terminal)
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z")
        try await untilStopped(terminal)
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

    @Test func `killed while stopped`() async throws {
        let terminal = try await shell()
        let before = try await settings("before", terminal)
        try command("$probe", terminal)
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z")
        try await untilStopped(terminal)
        try command("clear; jobs -p > $folder/pid.new; mv $folder/pid.new $folder/pid", terminal)
        try await terminal.until("the process id") { terminal.contents("pid") != nil }
        let process = try #require(terminal.contents("pid")).trimmingCharacters(in: .whitespacesAndNewlines)
        try command("kill %1", terminal)
        try await terminal.until("the end of the process") {
            // A shell may tell of the end late; the system knows it at once.
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            return state == nil || state?.contains(") Z ") == true
        }
        #expect(try terminal.modes == Tmux.freshModes)
        #expect(try await settings("after", terminal) == before)
    }

    @Test(arguments: ["TSTP", "STOP"]) func `stopped from outside`(_ signal: String) async throws {
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

    @Test func `without job control nothing stops`() async throws {
        let terminal = try Tmux(observed("trap '' TSTP; $probe --dump $folder/dump"))
        try await terminal.untilShown("probe 80x24")
        try terminal.press("C-z", "a")
        try await terminal.untilShown("character(\"a\")")
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
    }
}
