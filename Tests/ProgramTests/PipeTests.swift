import Foundation
import Telemetry
import Testing
import TmuxSession

/// Recordings that are read once, and lines that others wrote, through the program.
@Suite struct PipeTests {
    private func steps(_ range: ClosedRange<Int>, _ rest: String = "") -> String {
        range.map { #"{"event":"step","step":\#($0),"time":\#($0),"loss":1\#(rest)}"# + "\n" }.joined()
    }

    @Test(arguments: ["<(cat r)", "/dev/stdin < r", "- < r", "/dev/stdin < <(cat r)", "f"])
    func `a recording is read once`(source: String) throws {
        let scratch = try Scratch()
        try scratch.write(#"{"event":"run","name":"once"}"# + "\n" + steps(1...30), to: "r")
        let plain = try scratch.bash("\"$0\" play r --jsonl").output
        let makesFIFO = source == "f" ? "mkfifo f; cat r > f & " : ""
        #expect(try scratch.bash("\(makesFIFO)\"$0\" play \(source) --jsonl").output == plain)
        let log = try scratch.bash(
            "\(makesFIFO.replacingOccurrences(of: "mkfifo f; ", with: ""))\"$0\" play \(source) --headless"
        )
        #expect(log.output.contains("step 30") && log.status == 0)
        let frame = try scratch.bash(
            "\(makesFIFO.replacingOccurrences(of: "mkfifo f; ", with: ""))\"$0\" frame \(source) --size 80x24"
        )
        #expect(frame.output.contains("step 30"))
    }

    @Test func `what holds no recording is named`() throws {
        let scratch = try Scratch()
        try scratch.write(#"{"loss":1}"# + "\n", to: "lacking")
        try scratch.write("{'loss': 1.5}\n", to: "printed")
        for (source, words) in [
            ("/dev/zero", "it is a device"), (".", "it is a directory"), ("/dev/null", "holds no events"),
            ("lacking", #"JSON, but no step: a step line needs "step" and "loss" (line 1)"#),
            ("printed", "a Python dictionary, not JSON"), ("<(cat lacking)", "JSON, but no step"),
        ] {
            for command in ["play --headless", "frame"] {
                let run = try scratch.bash("\"$0\" \(command) \(source)")
                #expect(run.status == 2 && run.output.contains(words), "\(command) \(source): \(run.output)")
                // A pipe's log has said it too, before it was known that nothing better would come.
                if !source.hasPrefix("<(") { #expect(run.output.split(separator: "\n").count == 1) }
            }
        }
        let packed = try scratch.bash("gzip lacking; \"$0\" play lacking.gz")
        #expect(packed.status == 2)
        #expect(
            packed.output
                == "trimtab: lacking.gz is compressed with gzip, and not a recording of a run: unpack it with gunzip\n"
        )
        let run = try scratch.bash("printf '\\xff\\xfe{\\0\"\\0' > wide; \"$0\" frame wide")
        #expect(run.status == 2 && run.output.contains("iconv -f UTF-16 -t UTF-8"))
    }

    @Test func `what could not be read is reported at the end and in the log`() throws {
        let scratch = try Scratch()
        try scratch.write(steps(1...20, #","epoch":0.5"#) + "noise\n{\"loss\":1}\n", to: "r")
        for command in ["play --headless", "play --jsonl", "frame"] {
            let run = try scratch.bash("\"$0\" \(command) r 2>errors >out; cat errors")
            #expect(run.output.contains("trimtab: r: epoch: 20 values were not whole numbers (first: line 1, 0.5)\n"))
            #expect(run.output.contains("trimtab: r: skipped line 21: not a JSON object\n"))
        }
        let log = try scratch.bash("\"$0\" play --headless r 2>/dev/null").output
        #expect(log.contains("not read: epoch: 20 values were not whole numbers\n") && log.contains("step 20"))
        let frame = try scratch.bash("\"$0\" frame r --size 160x60 2>/dev/null").output
        #expect(frame.contains("2 lines skipped") && frame.contains("20 values unread"))
    }

    @Test func `a log without times is printed all the same`() throws {
        let scratch = try Scratch()
        try scratch.write((1...30).map { "{\"step\":\($0),\"loss\":1}\n" }.joined(), to: "r")
        let log = try scratch.bash("\"$0\" play --headless r").output
        #expect((1...30).allSatisfy { log.contains("step \($0)  loss 1\n") })
    }

    @Test func `the order of the steps is reported once in the log`() throws {
        let scratch = try Scratch()
        try scratch.write(steps(1...10) + steps(1_000_000...1_000_000) + steps(11...20) + steps(1...10), to: "r")
        let log = try scratch.bash("\"$0\" play --headless r").output
        #expect(log.contains("step 1000000  not drawn, arrived after 10\n"))
        #expect(log.contains("step 1  steps restart after 20\n"))
        let frame = try scratch.bash("\"$0\" frame r --at 15 --size 80x24").output
        #expect(frame.contains("step 15"))
    }

    // MARK: On the screen

    @Test func `lines that nobody can read are counted in a live pipe`() async throws {
        let terminal = try Tmux(
            #"(for i in {1..60}; do echo '{"loss":1}'; done; sleep 60) | $trimtab play -"#,
            width: 120,
            height: 36
        )
        try await terminal.untilShown("60 lines skipped")
        try await terminal.untilShown("60 lines: JSON, but no step")
        try terminal.press("q")
    }

    @Test func `the lines of others are drawn from a live pipe`() async throws {
        let terminal = try Tmux(
            #"(for i in {1..60}; do echo "{\"step\": $i, \"loss\": 1.5, \"epoch\": 0.5}"; done; sleep 60) | $trimtab play -"#,
            width: 120,
            height: 36
        )
        try await terminal.untilShown("step 60")
        try await terminal.untilShown("epoch: 60 values were not whole numbers")
        try terminal.press("q")
    }

    @Test func `a FIFO is waited for behind a screen that can be left`() async throws {
        let terminal = try Tmux(
            #"mkfifo $folder/f; $trimtab play $folder/f; echo status $?; $trimtab play <(echo '{"step":7,"loss":1}'; sleep 60)"#,
            width: 120,
            height: 36
        )
        try await terminal.untilShown("waiting")
        try terminal.press("q")
        try await terminal.untilShown("step 7")
        try terminal.press("q")
    }
}
