import Foundation
import Testing
import TmuxSession

/// However the program ends, the terminal is as it was.
@Suite(.serialized) struct RestorationTests {
    struct End: Sendable, CustomTestStringConvertible {
        let name: String
        /// A key the probe dies by, or nil for a signal from outside.
        var key: String?
        var signal: String?
        let statuses: Set<Int>
        var message: String?

        var testDescription: String { name }
    }

    // A trap is SIGILL on some processors and SIGTRAP on others.
    static let trapped: Set<Int> = [132, 133]

    static let ends = [
        End(name: "q", key: "q", statuses: [0]),
        End(name: "exit without close", key: "x", statuses: [5]),
        End(name: "fatalError", key: "F", statuses: trapped, message: "the probe was asked for a fatal error"),
        End(name: "fatalError on another thread", key: "T", statuses: trapped, message: "on another thread"),
        End(name: "index out of range", key: "O", statuses: trapped, message: "Index out of range"),
        End(name: "raise(SIGSEGV)", key: "S", statuses: [139]),
        End(name: "bad pointer", key: "N", statuses: [139]),
        End(name: "stack overflow", key: "R", statuses: [139]),
        End(name: "abort", key: "A", statuses: [134]),
        End(name: "SIGINT", signal: "INT", statuses: [130]),
        End(name: "SIGTERM", signal: "TERM", statuses: [143]),
        End(name: "SIGHUP", signal: "HUP", statuses: [129]),
        End(name: "SIGQUIT", signal: "QUIT", statuses: [131]),
        End(name: "SIGSEGV", signal: "SEGV", statuses: [139]),
        End(name: "SIGABRT", signal: "ABRT", statuses: [134]),
        End(name: "SIGBUS", signal: "BUS", statuses: [135]),
        End(name: "SIGFPE", signal: "FPE", statuses: [136]),
        End(name: "SIGILL", signal: "ILL", statuses: [132]),
        End(name: "SIGTRAP", signal: "TRAP", statuses: [133]),
    ]

    @Test(arguments: ends) func theTerminalIsGivenBack(_ end: End) async throws {
        // exec, so that the process id written down is the probe's.
        let terminal = try Tmux(observed("bash -c 'echo $$ > '$folder'/pid; exec '$probe"))
        try await terminal.untilShown("probe 80x24")
        #expect(try terminal.modes.hasPrefix("10"), "the probe has the alternate screen and no cursor")
        if let key = end.key { try terminal.type(key) }
        if let signal = end.signal {
            let number = try #require(terminal.contents("pid")).trimmingCharacters(in: .whitespacesAndNewlines)
            _ = try run(["bash", "-c", "kill -\(signal) \(number)"], scratch: terminal.folder)
        }
        try await terminal.until("the end") { terminal.contents("status") != nil }
        let status = try #require(terminal.contents("status").flatMap { Int($0.trimmingCharacters(in: .newlines)) })
        #expect(end.statuses.contains(status), "status \(status)")
        #expect(terminal.contents("after") == terminal.contents("before"))
        try await terminal.until("the modes of a fresh terminal") { try terminal.modes == Tmux.freshModes }
        if let message = end.message {
            // A long backtrace may follow it.
            try await terminal.until("the message") {
                try terminal.tmux("capture-pane", "-p", "-S", "-").contains(message)
            }
        }
        #expect(try !terminal.text.contains("probe 80x24"))
    }

    @Test func whatWasWrittenToStandardErrorIsKept() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("e")
        try await Task.sleep(for: .milliseconds(200))
        #expect(try !terminal.text.contains("said on standard error"))
        try terminal.type("q")
        try await terminal.untilShown("said on standard error")
    }

    @Test func standardErrorInAFileStaysThere() async throws {
        let terminal = try Tmux(observed("$probe 2> $folder/errors"))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("e")
        try await terminal.until("the line in the file") { terminal.contents("errors") == "said on standard error\n" }
        try terminal.type("q")
    }

    @Test func aTerminalThatGoesAwayEndsTheInput() async throws {
        // With SIGHUP ignored, only the end of input tells.
        let terminal = try Tmux("trap '' HUP\n$probe\necho $? > $folder/status\n")
        try await terminal.untilShown("probe 80x24")
        try terminal.tmux("set-option", "-g", "remain-on-exit", "off")
        let folder = terminal.folder
        try terminal.tmux("kill-server")
        let end = ContinuousClock.now + .seconds(10)
        var status: String?
        while status?.isEmpty ?? true, ContinuousClock.now < end {
            status = try? String(contentsOf: folder.appendingPathComponent("status"), encoding: .utf8)
            try await Task.sleep(for: .milliseconds(30))
        }
        #expect(status == "4\n")
    }
}
