import Foundation
import Testing
import TmuxSession

/// What the program says of a command line that cannot be used.
@Suite struct CommandLineTests {
    private static let recording = demos + "/temporal-order.jsonl"

    @Test(
        arguments: [
            (["frame", "r", "--size", "99999x99999"], "columns x rows, each 1 to 1000, such as 120x36"),
            (["frame", "r", "--size", "0x0"], "columns x rows, each 1 to 1000, such as 120x36"),
            (["frame", "r", "--size", "100"], "columns x rows, each 1 to 1000, such as 120x36"),
            (["frame", "r", "--at", "x"], "a step, 0 or more, or end"),
            (["frame", "r", "--at", "-1"], "a step, 0 or more, or end"),
            (["play", "r", "--speed", "0"], "a factor above 0, or max, such as 0.25"),
            (["export", "r", "--csv", "--steps", "5-1"], "the first and the last step, such as 100-200"),
            (["export", "r", "--what-if", "--try", "-1"], "--try must not be negative (got -1)"),
            (["bogus"], "trimtab: unknown command 'bogus'; trimtab help lists them"),
            (["plya", "r"], "trimtab: unknown command 'plya' (the nearest is play); trimtab help lists them"),
        ]
    )
    func `a value that is wrong is explained`(arguments: [String], expected: String) throws {
        let scratch = try Scratch()
        let run = try finish([program("trimtab")] + arguments, scratch: scratch.folder)
        #expect(run.status == 64)
        #expect(run.output.contains(expected), "\(run.output)")
    }

    /// What is found by the command itself is reported as what is found by the parser.
    @Test(arguments: [["--what-if", "--try", "-1"], [], ["--csv", "--what-if"]])
    func `the usage is that of the command`(options: [String]) throws {
        let scratch = try Scratch()
        func report(_ options: [String]) throws -> [Substring] {
            let run = try finish([program("trimtab"), "export", "r"] + options, scratch: scratch.folder)
            #expect(run.status == 64)
            return run.output.split(separator: "\n", omittingEmptySubsequences: false)
        }
        let (own, parser) = (try report(options), try report(["--bogus"]))
        #expect(own[0].hasPrefix("Error: ") && own[1].hasPrefix("Usage: trimtab export <file> "))
        #expect(own.dropFirst() == parser.dropFirst())
    }

    @Test(arguments: [["play", ""], ["frame", ""], ["summary", ""], ["export", "", "--csv"]])
    func `an empty path is named`(arguments: [String]) throws {
        let scratch = try Scratch()
        let run = try finish([program("trimtab")] + arguments, scratch: scratch.folder)
        #expect(run.status == 2 && run.output == "trimtab: the path of the recording is empty\n")
    }

    @Test func `a moment after the end is reported`() throws {
        let scratch = try Scratch()
        let late = try scratch.bash("\"$0\" frame \(Self.recording) --at 99999 2>&1 > screen")
        #expect(late.status == 0 && late.output == "trimtab: the recording ends at step 2,000\n")
        let last = try scratch.bash("\"$0\" frame \(Self.recording) --at 2000 2>&1 > screen")
        #expect(last.status == 0 && last.output.isEmpty)
    }
}
