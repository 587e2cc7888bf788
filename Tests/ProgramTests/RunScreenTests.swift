import Foundation
import Telemetry
import Testing
import TmuxSession

/// `trimtab run` on a terminal, steered by keys.
@Suite(.serialized) struct RunScreenTests {
    private static let root = URL(filePath: demos).deletingLastPathComponent().path

    /// A program without PyTorch that prints before its first step, takes steps until it is stopped, and has a setting.
    private static let program = """
        import sys, time
        import trimtab

        value = [1.0]
        print("\\x1b[31mloading\\x1b[0m the data")
        print("half", end="\\r")
        print("whole")
        setting = trimtab.Setting("max_norm", get=lambda: value[0], set=lambda new: value.__setitem__(0, new), minimum=0)
        run = trimtab.Run("steered", settings=[setting])
        for step in range(1, int(sys.argv[1]) + 1):
            run.wait()
            run.record(1 / step, 2.0, 1.0, 0.5, value[0], "norm", 0.1)
            time.sleep(0.005)
        sys.exit(3)
        """

    private func open(_ steps: Int) throws -> Tmux {
        try Tmux(
            """
            cat > $folder/program.py <<'END'
            \(Self.program)
            END
            export XDG_RUNTIME_DIR=$folder PYTHONPATH='\(Self.root)/Sources/Python'
            \(observed("$trimtab run --record $folder/r.jsonl -- python3 $folder/program.py \(steps)"))
            """,
            width: 120,
            height: 36
        )
    }

    private func lines(_ terminal: Tmux) -> [Line] { decodedLines(terminal.contents("r.jsonl") ?? "") }

    private func status(_ terminal: Tmux) async throws -> Int? {
        try await terminal.until("the end of the program") { terminal.contents("status") != nil }
        return terminal.contents("status").flatMap { Int($0.trimmingCharacters(in: .newlines)) }
    }

    @Test func `a setting is changed from the dashboard and the program stopped`() async throws {
        let terminal = try open(1_000_000)
        try await terminal.untilShown(" running  step")
        try await terminal.untilShown("loading the data")
        try await terminal.until("the bar's last state alone") {
            try terminal.lines.contains { $0.hasPrefix(" whole") } && !terminal.text.contains("half")
        }
        try terminal.press("[")
        try await terminal.untilShown("max_norm 1 → 0.8")
        try await terminal.until("the set") { lines(terminal).applied.count == 1 }
        let set = try #require(lines(terminal).applied.first)
        #expect(set.request == .set(name: "max_norm", value: .number(0.8)) && set.by == "dashboard")
        try await terminal.until("a step under it") { (lines(terminal).steps.last?.step ?? 0) >= set.step }
        let records = lines(terminal).steps
        #expect(records.first { $0.step == set.step }?.maxNorm == 0.8)
        #expect(records.first { $0.step == set.step - 1 }?.maxNorm == 1)
        try terminal.press("q", "s")
        #expect(try await status(terminal) == 0)
        #expect(lines(terminal).end?.outcome == .stopped)
        #expect(terminal.contents("after") == terminal.contents("before"))
        try await terminal.untilShown("trimtab: recorded to ")
        try await terminal.untilShown("trimtab: output in ")
    }

    @Test func `a program is left running`() async throws {
        let terminal = try open(1_000_000)
        try await terminal.untilShown(" running  step")
        try terminal.press("q")
        try await terminal.untilShown("d leave it running")
        try terminal.press("d")
        #expect(try await status(terminal) == 0)
        try await terminal.untilShown("trimtab: steered continues as process")
        let count = lines(terminal).steps.count
        try await terminal.until("further steps") { lines(terminal).steps.count > count + 20 }
        guard case .run(let run)? = lines(terminal).events.first, let process = run.process?.pid else {
            Issue.record("the run names no process")
            return
        }
        #expect(run.process?.log == "\(terminal.folder.path)/r.log")
        try terminal.signal("TERM", "\(process)")
    }

    @Test func `a program that ends keeps its last screen and its exit code`() async throws {
        let terminal = try open(60)
        try await terminal.untilShown("ended with exit code 3")
        try terminal.press("q")
        #expect(try await status(terminal) == 3)
        try await terminal.untilShown("trimtab: python3 ended with exit code 3")
        #expect(terminal.contents("after") == terminal.contents("before"))
    }

    @Test func `a program that never trains looks as without us`() async throws {
        let terminal = try Tmux(observed("cd $folder; $trimtab run -- sh -c 'echo one; echo two >&2; exit 5'"))
        #expect(try await status(terminal) == 5)
        #expect(
            try terminal.lines.prefix(3) == [
                "one", "two", "trimtab: sh ended with exit code 5, before any optimizer step",
            ]
        )
    }
}
