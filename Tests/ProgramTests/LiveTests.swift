import Foundation
import Telemetry
import Testing
import TmuxSession

/// The program on a terminal, steered by keys.
@Suite(.serialized) struct LiveTests {
    func open(_ arguments: String, width: Int = 120, height: Int = 36, environment: String = "") throws -> Tmux {
        try Tmux(observed("\(environment) $trimtab \(arguments)"), width: width, height: height)
    }

    func lines(_ terminal: Tmux, _ name: String = "r") -> [Line] { decodedLines(terminal.contents(name) ?? "") }

    func status(_ terminal: Tmux) async throws -> Int? {
        try await terminal.until("the end of the program") { terminal.contents("status") != nil }
        return terminal.contents("status").flatMap { Int($0.trimmingCharacters(in: .newlines)) }
    }

    func expectRestored(_ terminal: Tmux) async throws {
        #expect(terminal.contents("after") == terminal.contents("before"))
        try await terminal.until("the modes of a fresh terminal") { try terminal.modes == Tmux.freshModes }
    }

    @Test func `what is tuned while paused is in force for the very next step`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 100 --steps 100000 --record $folder/r")
        try await terminal.until("some steps") { lines(terminal).steps.count > 20 }
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        // The recording comes a moment after the screen.
        try await terminal.until("the answer") { !lines(terminal).applied.isEmpty }
        let held = try #require(lines(terminal).applied.last)
        #expect(held.request == .pause)
        try await Task.sleep(for: .milliseconds(400))
        #expect(lines(terminal).steps.last?.step == held.step - 1)

        try terminal.type("m0.25")
        try await terminal.untilShown("): 0.25")
        try terminal.press("Enter")
        try await terminal.untilShown("max_norm 1 → 0.25")
        try await terminal.until("the set") { lines(terminal).applied.count == 2 }
        #expect(lines(terminal).steps.last?.step == held.step - 1)
        try terminal.press("n")
        try await terminal.until("one step") { lines(terminal).steps.last?.step == held.step }
        try await terminal.until("the mark") { try terminal.text.contains("▼0.25") || terminal.text.contains("0.25▼") }
        let set = try #require(
            lines(terminal).applied.first { $0.request == .set(name: "max_norm", value: .number(0.25)) }
        )
        #expect(set.step == held.step && set.previous == .number(1) && set.by == "dashboard")
        let records = lines(terminal).steps.suffix(2)
        #expect(records.map(\.maxNorm) == [1, 0.25])
        #expect(!(try #require(records.last)).layers.isEmpty)

        try terminal.type("m1")
        try await terminal.untilShown("): 1")
        try terminal.press("Enter")
        try await terminal.untilShown("max_norm 0.25 → 1")
        try terminal.press("Space")
        try await terminal.until("going on") { (lines(terminal).steps.last?.step ?? 0) > held.step + 10 }
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        try await expectRestored(terminal)
    }

    @Test func `a run that takes a snapshot every step answers keys and signals`() async throws {
        let terminal = try open(
            "train \(demos)/digits.yaml --pace 0 --steps 1000000 --set snapshots.every=1 --record $folder/r"
        )
        try await terminal.until("many steps") { try terminal.text.contains(/step [1-9],\d\d\d/) }
        try terminal.press("?")
        try await terminal.untilShown("─ keys ─")
        try terminal.press("x")
        try await terminal.until("the help closed") { try !terminal.text.contains("─ keys ─") }
        try terminal.press("r")
        try await terminal.untilShown("256 snapshots  thinned")
        // Alone for a while, or it would begin the key that follows.
        try terminal.press("Escape")
        try await terminal.until("the choice left") { try !terminal.text.contains("snapshots  thinned") }
        try terminal.press("s")
        try await terminal.untilShown("y stop")
        try terminal.press("y")
        try await terminal.untilShown(" stopped  step")
        try terminal.press("q")
        #expect(try await status(terminal) == 0)
        try await expectRestored(terminal)
    }

    @Test func `a paused run is bit equal to one that was not`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 10 --steps 300 --record $folder/r")
        try await terminal.until("some steps") { lines(terminal).steps.count > 5 }
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        try terminal.press("n")
        try await terminal.until("one step") { lines(terminal).applied.contains { $0.request == .advance(1) } }
        try terminal.press("N")
        try await terminal.until("ten steps") {
            guard let advance = lines(terminal).applied.first(where: { $0.request == .advance(10) }) else {
                return false
            }
            return lines(terminal).steps.last?.step == advance.step + 9
        }
        try await terminal.untilShown(" paused")
        for _ in 0..<10 { try terminal.press("+") }
        try terminal.press("Space")
        try await terminal.until("the last step") { lines(terminal).applied.contains { $0.by == Applied.endOfRun } }
        let scratch = try Scratch()
        let undisturbed = decodedLines(
            try scratch.trimtab("train", demos + "/digits.yaml", "--jsonl", "--steps", "300").output
        )
        #expect(lines(terminal).steps.map(\.loss) == undisturbed.steps.map(\.loss))
        #expect(lines(terminal).steps.map(\.gradNorm) == undisturbed.steps.map(\.gradNorm))
        #expect(lines(terminal).applied.count >= 4)
    }

    @Test func `a bad batch is rewound and a run is saved`() async throws {
        let terminal = try open(
            "train \(demos)/bad-batch.yaml --pace 100 --steps 1000 --set snapshots.every=90 --set checkpoint.path=$folder/c"
                + " --record $folder/r"
        )
        try await terminal.until("the bad batch") { (lines(terminal).steps.last?.step ?? 0) >= 320 }
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        try terminal.press("r")
        try await terminal.untilShown("rewind to step")
        try await terminal.until("snapshots of 0, 90, 180 and 270") { try terminal.text.contains(" 270  loss") }
        try terminal.press("Home", "Down", "Down", "Down", "Enter")
        try await terminal.untilShown("→ 270")
        try terminal.press("t", "n", "Enter", "c")
        try await terminal.untilShown("saved")
        for _ in 0..<10 { try terminal.press("+") }
        try terminal.press("Space")
        try await terminal.until("the last step") { lines(terminal).applied.contains { $0.by == Applied.endOfRun } }

        let back = try #require(lines(terminal).applied.first { $0.request == .rewind(to: 270) })
        let from = try #require(back.from)
        let steps = lines(terminal).steps
        #expect(back.step == 271 && steps.count == from + 730)
        #expect(steps.map(\.step) == Array(1...from) + Array(271...1000))
        let (before, after) = (Array(steps.prefix(from)), Array(steps.dropFirst(from)))
        // The same steps up to the bad batch, which clipping now robs of its force.
        #expect(after.prefix(29).map(\.loss) == before[270..<299].map(\.loss))
        let clips = Set(after.map(\.clip))
        #expect(clips == ["norm"])
        // Step 301 stands behind it.
        let (spoiled, sound) = (try #require(before[300].loss), try #require(after[30].loss))
        #expect(spoiled > 1 && sound < 1)
        let file = terminal.folder.path + "/c/step-00000270.safetensors"
        #expect(FileManager.default.fileExists(atPath: file))
        try terminal.press("q")
        #expect(try await status(terminal) == 0)
    }

    @Test(arguments: [(80, 24), (120, 36), (20, 5)])
    func `the last screen of a run is the frame of its recording`(width: Int, height: Int) async throws {
        let terminal = try open(
            "train \(demos)/digits.yaml --pace 0 --steps 600 --record $folder/r",
            width: width,
            height: height
        )
        try await terminal.untilShown(" finished")
        try await terminal.until("the last step") { lines(terminal).applied.contains { $0.by == Applied.endOfRun } }
        let frame = try finish(
            [program("trimtab"), "frame", terminal.folder.path + "/r", "--size", "\(width)x\(height)"],
            scratch: terminal.folder
        )
        // A run that holds has a header, keys and lists of its own; the charts, which are on the left, are the same.
        func charts(_ lines: [String]) -> [String] {
            // The multiplexer drops the spaces at the end of a line.
            lines.prefix(height - 1).dropFirst().map {
                String($0.prefix(width / 2)).padding(toLength: width / 2, withPad: " ", startingAt: 0)
            }
        }
        let expected = charts(frame.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        try await terminal.until("the last screen") { try charts(terminal.lines) == expected }
    }

    @Test func `text that is pasted steers nothing`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 50 --steps 1000000 --record $folder/r")
        try await terminal.until("some steps") { lines(terminal).steps.count > 5 }
        for text in ["systemctl status slurmd\n", "rm -rf out\n", "reset\n"] {
            try terminal.paste(text, isBracketed: true)
            try await terminal.untilShown("pasted text ignored")
            try terminal.paste(text, isBracketed: false)
            try await terminal.untilShown("that arrived at once")
        }
        try terminal.type("\u{1b}]11;rgb:1414/1919/1f1f\u{1b}\\")
        try terminal.press("m")
        try await terminal.untilShown("Enter")
        try terminal.paste("0.5\nq\n", isBracketed: true)
        try await terminal.untilShown("): 0.5")
        try terminal.press("Enter")
        try await terminal.untilShown("max_norm 1 → 0.5")
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        let requests = lines(terminal).applied.map(\.request)
        #expect(requests == [.set(name: "max_norm", value: .number(0.5)), .stop])
    }

    @Test func `control l draws over what others wrote`() async throws {
        let script = """
            (until [ -e $folder/go ]; do sleep 0.1; done; printf '\\e[9;9HGARBAGE' > /dev/tty) &
            \(observed("$trimtab train \(demos)/digits.yaml --pace 50 --steps 1000000"))
            """
        let terminal = try Tmux(script, width: 120, height: 36)
        try await terminal.untilShown(" running  step")
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        try "".write(to: terminal.folder.appendingPathComponent("go"), atomically: true, encoding: .utf8)
        try await terminal.untilShown("GARBAGE")
        try terminal.press("C-l")
        try await terminal.until("a clean screen") {
            try !terminal.text.contains("GARBAGE") && terminal.text.contains(" paused")
        }
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
    }

    @Test func `resizing neither crashes nor garbles`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 200 --steps 100000")
        try await terminal.untilShown(" running  step")
        for (width, height) in [(200, 60), (20, 5), (80, 24), (1, 1), (40, 10), (200, 5), (20, 60), (120, 36)] {
            try terminal.resize(width, height)
            try await Task.sleep(for: .milliseconds(150))
        }
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        try await terminal.until("a whole screen") {
            let lines = try terminal.lines
            return lines[0].hasPrefix(" digits ● paused") && lines[2].contains("─ loss")
                && lines[35].contains("space resume")
        }
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        try await expectRestored(terminal)
    }

    @Test(arguments: ["TERM=dumb", "TERM=", "TERM=no-such-terminal", "env -u TERM"])
    func `without a fit terminal the log comes and says why`(environment: String) async throws {
        let terminal = try open("train \(demos)/digits.yaml --steps 20", environment: environment)
        let isDumb = environment == "TERM=dumb"
        #expect(try await status(terminal) == 0)
        try await terminal.until("the reason and the cure") {
            let text = try terminal.text.replacing("\n", with: "")
            return text.contains("printing the log instead") && (isDumb || text.contains("TERM=xterm-256color trimtab"))
        }
        try await terminal.untilShown("finished at step 20")
    }

    @Test func `without UTF8 the screen is ASCII`() async throws {
        let terminal = try open("train \(demos)/digits.yaml --pace 0 --steps 20", environment: "LANG=C LC_ALL=C")
        try await terminal.untilShown("* finished")
        #expect(try terminal.text.unicodeScalars.allSatisfy { $0.value < 128 })
    }

    @Test func `a non finite step holds the run until the operator acts`() async throws {
        let terminal = try open(
            "train \(demos)/digits.yaml --pace 0 --clip none --steps 50 --set 'optimizer={kind: sgd, lr: 1e30}' --record $folder/r"
        )
        try await terminal.untilShown(" paused")
        try await terminal.untilShown("non-finite")
        try await terminal.until("the pause") { !lines(terminal).applied.isEmpty }
        let bad = try #require(lines(terminal).steps.last)
        #expect(bad.isNonFinite && bad.extras.contains(NamedNumber("withheld", 1)))
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        #expect(lines(terminal).end?.outcome == .stopped)
    }
}
