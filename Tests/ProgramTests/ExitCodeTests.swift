import Foundation
import Testing
import TmuxSession

/// The table of exit codes in the documentation is what the program does.
@Suite struct ExitCodeTests {
    private static let digits = "'\(demos)/digits.yaml'"

    /// For each code of the table, what ends with it.
    private static let ways: [Int: [String]] = [
        0: [
            "\"$0\" train \(digits) --headless --steps 2", "\"$0\" train \(digits) --check", "\"$0\" --help",
            "\"$0\" train \(digits) --jsonl --steps 100000000 | head -n 1 > /dev/null; (exit ${PIPESTATUS[0]})",
        ],
        1: [
            "\"$0\" train \(digits) --headless --set optimizer='{kind: sgd, lr: 1e30}' --clip none --set non_finite=stop",
            "\"$0\" train \(digits) --headless --steps 2 > /dev/full",
            "\"$0\" train \(digits) --headless --steps 2 --record /dev/full",
        ],
        2: [
            "\"$0\" train none.yaml", "\"$0\" train \(digits) --lr fast", "\"$0\" play none", "\"$0\" frame .",
            "\"$0\" recipes none", "\"$0\" train \(digits) --headless --record .",
            "\"$0\" train \(digits) --resume none",
            "\"$0\" train \(digits) --check > /dev/full", "\"$0\" recipes '\(demos)' > /dev/full",
            "\"$0\" runs none", "\"$0\" control none pause", beside("\"$0\" control t$$ set max_norm=-1"),
        ],
        3: [beside("kill -STOP $!; \"$0\" control t$$ pause --timeout 0")],
        64: ["\"$0\" train", "\"$0\" fly", "\"$0\" train \(digits) --none", "\"$0\" frame x --size 1"],
        126: ["\"$0\" run -- ."], 127: ["\"$0\" run -- no-such-program"],
        129: [ended(by: "HUP")], 130: [ended(by: "INT")], 143: [ended(by: "TERM")],
    ]

    private static func beside(_ script: String) -> String {
        "\"$0\" train \(digits) --set name=t$$ --jsonl --pace 50 --steps 1000000 > log & "
            + "for turn in {1..1000}; do [ -s log ] && break; sleep 0.02; done; \(script); code=$?; kill -KILL $!; exit $code"
    }

    private static func ended(by signal: String) -> String {
        "set -m; \"$0\" train \(digits) --jsonl --pace 50 --steps 1000000 > log & "
            + "for turn in {1..1000}; do [ -s log ] && break; sleep 0.02; done; kill -\(signal) $!; wait $!"
    }

    @Test func `the table lists the codes that there are`() throws {
        let file = URL(fileURLWithPath: demos).deletingLastPathComponent()
            .appendingPathComponent("Sources/trimtab/trimtab.docc/ExitCodes.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let cells = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map {
            $0.split(separator: "|")[0]
        }
        let codes = cells.flatMap {
            $0.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        }
        #expect(codes == Self.ways.keys.sorted())
        // It is broken into lines anywhere.
        let help = try Scratch().trimtab("--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for code in codes { #expect(help.contains("\(code) ")) }
    }

    @Test(arguments: ways.keys.sorted()) func `every way ends with its code`(code: Int) throws {
        for way in try #require(Self.ways[code]) {
            let run = try Scratch().bash(way)
            #expect(run.status == code, "\(way): \(run.output)")
        }
    }
}
