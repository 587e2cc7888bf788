import Foundation
import Telemetry
import Testing
import TmuxSession

/// Recordings that are played and drawn.
extension HeadlessTests {
    @Test func `a hostile recording plays safely`() throws {
        let scratch = try Scratch()
        let step = { (number: Int, rest: String) in #"{"event":"step","step":\#(number),"time":\#(number)\#(rest)}"# }
        let lines = [
            #"{"event":"run","protocol":1,"name":"\u001b[2J\u001b]0;owned\u0007 run","steps":9}"#, "garbage",
            step(1, #","loss":1,"grad_norm":1,"layers":{"\u001b[31mred":1}"#), "\u{1b}[2J", "{\"event\":", "[1,2,3]",
            step(2, #","loss":NaN,"grad_norm":Infinity"#), step(3, #","loss":"NaN","grad_norm":"Infinity""#),
            step(4, #","loss":1,"note":""# + String(repeating: "x", count: 1 << 20) + "\""),
            #"{"event":"moonrise","step":4}"#,
            String(repeating: "y", count: 1 << 20), step(5, #","loss":0.5"#), #"{"event":"step","step":6,"ti"#,
        ]
        let file = try scratch.write(lines.joined(separator: "\n"), to: "hostile")
        for arguments in [["play", file, "--headless"], ["frame", file], ["frame", file, "--ascii"]] {
            let run = try finish([program("trimtab")] + arguments, scratch: scratch.folder)
            #expect(run.status == 0)
            #expect(run.output.contains("skipped 4 lines (first: line 2): not a JSON object"))
            #expect(run.output.contains("skipped 2 lines (first: line 5): cut short"))
            #expect(!run.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        }
        let steps = decodedLines(try scratch.trimtab("play", file, "--jsonl").output).steps
        #expect(steps.map(\.step) == [1, 2, 3, 4, 5])
        #expect(steps[1].loss?.isNaN == true && steps[2].gradNorm == .infinity)
    }

    @Test func `a file without events is refused`() throws {
        let scratch = try Scratch()
        for text in ["", "\n\n", "hello\nworld\n", "{}\n[]\n", "\u{0}\u{1}\u{2}"] {
            let file = try scratch.write(text, to: "none")
            for command in ["play", "frame"] {
                let run = try scratch.trimtab(command, file)
                #expect(run.status == 2)
                #expect(run.output.contains("holds no events"))
            }
        }
    }

    @Test func `play begins where it is asked to`() throws {
        let scratch = try Scratch()
        _ = try scratch.trimtab("train", digits, "--headless", "--steps", "60", "--record", scratch.path("r"))
        let play = try scratch.trimtab("play", scratch.path("r"), "--jsonl", "--at", "41")
        #expect(decodedLines(play.output).steps.map(\.step) == Array(41...60))
        let piped = try scratch.bash("cat r | \"$0\" play - --jsonl")
        #expect(decodedLines(piped.output).steps.count == 60)
    }

    @Test func `a frame shows the moment it is asked for`() throws {
        let scratch = try Scratch()
        _ = try scratch.trimtab("train", digits, "--headless", "--steps", "60", "--record", scratch.path("r"))
        let frame = try scratch.trimtab("frame", scratch.path("r"), "--at", "25", "--size", "80x24")
        #expect(frame.output.contains("step 25/60"))
        #expect(frame.output.split(separator: "\n", omittingEmptySubsequences: false).count == 25)
    }
}
