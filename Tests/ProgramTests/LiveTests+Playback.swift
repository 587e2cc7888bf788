import Foundation
import Telemetry
import Testing
import TmuxSession

/// Recordings and pipes that are played on a terminal.
extension LiveTests {
    @Test func `a recording plays and obeys its keys`() async throws {
        let scratch = try Scratch()
        _ = try scratch.trimtab(
            "train",
            demos + "/digits.yaml",
            "--headless",
            "--steps",
            "200",
            "--record",
            scratch.path("r")
        )
        let terminal = try open("play \(scratch.path("r")) --at 50")
        try await terminal.untilShown("step 50/200")
        try terminal.press(".")
        try await terminal.untilShown("step 51/200")
        try terminal.press(",", ",")
        try await terminal.untilShown("step 49/200")
        try terminal.press("m", "2")
        try await terminal.untilShown("would clip")
        try terminal.press("Enter")
        try await terminal.untilShown("settings cannot be changed")
        try terminal.press("Escape")
        try terminal.type("g120")
        try await terminal.untilShown("go to step: 120")
        try terminal.press("Enter")
        try await terminal.untilShown("step 120/200")
        try terminal.press("b")
        try await terminal.untilShown("step 135/200")
        for _ in 0..<12 { try terminal.press("+") }
        try terminal.press("Space")
        try await terminal.untilShown(" finished")
        try terminal.press("q")
        #expect(try await status(terminal) == 0)
        try await expectRestored(terminal)
    }

    @Test func `a pipe plays as it comes with keys from the terminal`() async throws {
        let terminal = try Tmux(
            observed("$trimtab train \(demos)/digits.yaml --jsonl --pace 100 --steps 300 | $trimtab play -"),
            width: 120,
            height: 36
        )
        try await terminal.untilShown("● live")
        try await terminal.untilShown(" finished")
        try terminal.press("q")
        #expect(try await status(terminal) == 0)
    }
}
