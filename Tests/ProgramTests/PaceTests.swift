import Telemetry
import Testing
import TmuxSession

/// The pace of a run, changed by keys: confirmed and recorded like every setting, and in force at once.
@Suite(.timeLimit(.minutes(5))) struct PaceTests {
    @Test func `a run that waits for its pace takes another at once and records it`() async throws {
        let terminal = try Tmux(
            observed("$trimtab train \(demos)/digits.yaml --pace 0.25 --steps 1000000 --record $folder/r"),
            width: 100,
            height: 30
        )
        func lines() -> [Line] { decodedLines(terminal.contents("r") ?? "") }
        try await terminal.until("the first step") { !lines().steps.isEmpty }
        // Doubled until it is more than a run can use, which is no limit: 0.25 to 4096, and then 0.
        let paces = (1...14).map { 0.25 * Double(1 << $0) } + [0]
        for _ in paces { try terminal.press("+") }
        try await terminal.until("steps without a limit") { lines().steps.count > 200 }
        let applied = lines().applied
        #expect(applied.map(\.request) == paces.map { .set(name: "pace", value: .number($0)) })
        #expect(applied.map(\.previous) == ([0.25] + paces.dropLast()).map { .number($0) })
        #expect(applied.allSatisfy { $0.by == "dashboard" })
        // At a step in four seconds a dozen changes came before a few steps had been computed.
        #expect(applied.first.map { $0.step < 10 } == true)
        try terminal.press("q", "s")
        try await terminal.until("the end of the program") { terminal.contents("status") != nil }
    }
}
