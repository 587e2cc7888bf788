import Foundation
import Telemetry
import Testing
import TmuxSession

/// How the program is left: by keys, signals, and what goes wrong.
extension LiveTests {
    @Test func `quitting stops the run and keeps the recording whole`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 50 --steps 1000000 --record $folder/r")
        try await terminal.untilShown(" running  step")
        try await terminal.until("some steps") { lines(terminal).steps.count > 5 }
        try terminal.press("C-c")
        try await terminal.untilShown("Training is still running.")
        try terminal.press("Escape")
        try await terminal.until("more steps") { lines(terminal).steps.count > 30 }
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        #expect(lines(terminal).end?.outcome == .stopped)
        try await terminal.untilShown("digits: stopped at step")
        try await expectRestored(terminal)
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func `a signal ends the run and gives the terminal back`(signal: String, expected: Int) async throws {
        let terminal = try Tmux(
            observed(
                "bash -c 'echo $$ > '$folder'/pid; exec '$trimtab' train \(demos)/digits.yaml --steps 1000000 --record '$folder'/r'"
            )
        )
        try await terminal.untilShown(" running  step")
        try await terminal.until("some steps") { lines(terminal).steps.count > 5 }
        try terminal.signal(signal, terminal.contents("pid"))
        #expect(try await status(terminal) == expected)
        #expect(lines(terminal).end?.outcome == .stopped)
        try await expectRestored(terminal)
    }

    /// The script of a run whose process id is written down.
    private func identified(_ arguments: String) -> String {
        "bash -c 'echo $$ > '$folder'/pid; exec '$trimtab' train \(demos)/digits.yaml --steps 1000000 \(arguments)'"
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func `a screen that nobody reads can be left`(signal: String, expected: Int) async throws {
        let terminal = try Tmux(filledOnDemand(identified("--record '$folder'/r")), width: 120, height: 36)
        try await terminal.untilShown(" running  step")
        let process = terminal.contents("pid")
        try await terminal.whileNobodyReads {
            try terminal.signal(signal, process)
            try await terminal.untilWritten("status")
        }
        #expect(try await status(terminal) == expected)
        #expect(lines(terminal).end?.outcome == .stopped)
        #expect(lines(terminal).applied.map(\.request) == [.stop])
        try await expectRestored(terminal)
    }

    @Test func `a run that dies says where its files are`() async throws {
        let terminal = try Tmux(
            observed(
                identified("--record '$folder'/r --set checkpoint.every=20 --set checkpoint.path='$folder'/saved")
            ),
            width: 200,
            height: 36
        )
        try await terminal.until("a checkpoint") {
            lines(terminal).events.contains { if case .checkpoint = $0 { true } else { false } }
        }
        try terminal.signal("SEGV", terminal.contents("pid"))
        #expect(try await status(terminal) == 139)
        try await expectRestored(terminal)
        try await terminal.untilShown("recorded so far: \(terminal.folder.path)/r")
        try await terminal.untilShown("last checkpoint: \(terminal.folder.path)/saved/step-")
    }

    @Test func `a reader that goes away ends nothing`() async throws {
        let terminal = try Tmux(observed(identified("--record '$folder'/r")), width: 120, height: 36)
        try await terminal.untilShown(" running  step")
        try terminal.signal("PIPE", terminal.contents("pid"))
        let count = lines(terminal).steps.count
        try await terminal.until("further steps") { lines(terminal).steps.count > count + 10 }
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        try await expectRestored(terminal)
    }
}
