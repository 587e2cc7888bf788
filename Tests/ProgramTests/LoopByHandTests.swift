import Foundation
import Telemetry
import Testing
import TmuxSession

/// The demos of the library: a loop that emits its own steps, and the library's loop.
@Suite struct LoopByHandTests {
    @Test func `it learns and the dashboard reads it`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            "'\(program("LoopByHand"))' > r; \"$0\" play r --jsonl && \"$0\" frame r --size 100x30"
        )
        #expect(run.status == 0)
        let lines = try scratch.lines(of: "r")
        #expect(lines.events.count == lines.count && lines.end?.outcome == .finished)
        let losses = lines.steps.compactMap(\.loss)
        #expect(losses.count == 1500)
        // A guess among four classes costs 1.39.
        #expect(losses.prefix(50).allSatisfy { $0 > 0.7 })
        #expect(losses.suffix(100).reduce(0, +) / 100 < 0.3)
        #expect(run.output.contains("loop by hand ● finished"))
    }

    @Test func `the trainers loop learns digits`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash("here=$PWD; cd '\(demos)/..' && '\(program("DigitsClassifier"))' > \"$here/r\"")
        #expect(run.status == 0)
        let lines = try scratch.lines(of: "r")
        #expect(lines.events.count == lines.count && lines.end?.outcome == .finished)
        let accuracy = lines.events.compactMap { event in
            if case .evaluation(let evaluation) = event { evaluation.accuracy } else { nil }
        }
        #expect(try #require(accuracy.last) > 0.9)
    }

    @Test func `it is short enough to read`() throws {
        let source = try String(contentsOfFile: demos + "/LoopByHand/main.swift", encoding: .utf8)
        #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
    }
}
