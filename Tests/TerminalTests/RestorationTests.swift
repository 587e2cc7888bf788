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
        End(name: "SIGPIPE", signal: "PIPE", statuses: [141]),
        End(name: "SIGUSR1", signal: "USR1", statuses: [138]),
        End(name: "SIGIO", signal: "IO", statuses: [157]),
        End(name: "SIGRTMIN", signal: "RTMIN", statuses: [162]),
    ]

    @Test(arguments: ends) func `the terminal is given back`(_ end: End) async throws {
        // exec, so that the process id written down is the probe's.
        let terminal = try Tmux(observed("bash -c 'echo $$ > '$folder'/pid; exec '$probe"))
        try await terminal.untilShown("probe 80x24")
        #expect(try terminal.modes.hasPrefix("10"), "the probe has the alternate screen and no cursor")
        if let key = end.key { try terminal.type(key) }
        if let signal = end.signal { try terminal.signal(signal, terminal.contents("pid")) }
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

    /// Swift's report of a crash asks for a key and waits half a minute for it, where it is not told to leave that.
    @Test(
        arguments: [
            End(name: "index out of range", key: "O", statuses: trapped),
            End(name: "SIGSEGV", signal: "SEGV", statuses: [139]),
        ]
    )
    func `nobody is asked for a key`(_ end: End) async throws {
        let terminal = try Tmux(
            observed("bash -c 'echo $$ > '$folder'/pid; unset SWIFT_BACKTRACE; exec '$probe' --last-words'"),
            height: 200
        )
        try await terminal.untilShown("probe 80x200")
        if let key = end.key {
            try terminal.type(key)
        } else {
            try terminal.signal(end.signal ?? "", terminal.contents("pid"))
        }
        // It gives up before the half minute is over.
        try await terminal.until("the end") { terminal.contents("status") != nil }
        let status = terminal.contents("status").flatMap { Int($0.trimmingCharacters(in: .newlines)) }
        #expect(end.statuses.contains(try #require(status)))
        #expect(terminal.contents("after") == terminal.contents("before"))
        try await terminal.until("the report, after the last words") {
            let text = try terminal.text
            guard let words = text.range(of: "the probe's last words"), let report = text.range(of: "crashed") else {
                return false
            }
            return words.lowerBound < report.lowerBound
        }
    }

    @Test(arguments: ["q", "S"]) func `brackets around pastes are asked for and given up`(key: String) async throws {
        let terminal = try Tmux("", interactive: true)
        try await terminal.untilShown("ready>")
        try terminal.tmux("pipe-pane", "-o", "cat > \(terminal.folder.path)/sent")
        try terminal.type("$probe")
        try terminal.press("Enter")
        try await terminal.untilShown("probe 80x24")
        try terminal.type(key)
        try await terminal.until("the end") { terminal.contents("sent")?.contains("\u{1b}[?2004l") == true }
        let sent = try #require(terminal.contents("sent"))
        let begin = try #require(sent.range(of: "\u{1b}[?1049h"))
        #expect(sent[begin.upperBound...].contains("\u{1b}[?2004h"))
    }

    @Test func `what others write to the terminal does not stay`() async throws {
        let noise = "for i in {1..40}; do echo \"noise $i\" >&2; printf '\\r 10%%|##  |' >&2; done"
        let terminal = try Tmux(
            observed("(sleep 1; \(noise); touch $folder/written; sleep 60) | $probe --dump $folder/dump")
        )
        try await terminal.until("the noise") { terminal.contents("written") != nil }
        try await terminal.until("the whole grid") { try terminal.contents("dump") == shown(terminal) }
        try terminal.press("q")
        try await terminal.until("the modes of a fresh terminal") { try terminal.modes == Tmux.freshModes }
        // All rows scroll again.
        #expect(try terminal.tmux("display-message", "-p", "#{scroll_region_upper}-#{scroll_region_lower}") == "0-23\n")
    }

    @Test(arguments: [("TERM", 143), ("SEGV", 139)]) func `a terminal that nobody reads is left`(
        _ signal: String,
        _ expected: Int
    ) async throws {
        let terminal = try Tmux(filledOnDemand("bash -c 'echo $$ > '$folder'/pid; exec '$probe"))
        try await terminal.untilShown("probe 80x24")
        let process = terminal.contents("pid")
        try await terminal.whileNobodyReads {
            try terminal.signal(signal, process)
            try await terminal.untilWritten("status")
        }
        #expect(terminal.contents("status") == "\(expected)\n")
        #expect(terminal.contents("after") == terminal.contents("before"))
        // What sets it right was waiting for the reader.
        try await terminal.until("the modes of a fresh terminal") { try terminal.modes == Tmux.freshModes }
    }

    @Test func `what was written to standard error is kept`() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("e")
        try await Task.sleep(for: .milliseconds(200))
        #expect(try !terminal.text.contains("said on standard error"))
        try terminal.type("q")
        try await terminal.untilShown("said on standard error")
    }

    @Test func `standard error in a file stays there`() async throws {
        let terminal = try Tmux(observed("$probe 2> $folder/errors"))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("e")
        try await terminal.until("the line in the file") { terminal.contents("errors") == "said on standard error\n" }
        try terminal.type("q")
    }

    @Test func `a terminal that goes away ends the input`() async throws {
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
