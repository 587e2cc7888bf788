import Foundation
import Links
import SourceContract
import Telemetry
import Testing
import TmuxSession

/// Every source of events keeps the contract: see `SourceContract`.
@Suite(.timeLimit(.minutes(5))) struct SourceContractTests {
    /// Checks the run that a command starts, over its socket, and waits for the command's end.
    ///
    /// - Parameters:
    ///   - command: a line of bash in which `$0` is trimtab.
    ///   - name: of the run.
    private func checkRun(named name: String, of command: String, in scratch: Scratch) throws {
        // A thread of its own: the test has the one that it runs on.
        let program = Mailbox<Result<Finished, any Error>>()
        Thread { program.post(Result { try scratch.bash(command) }) }.start()
        let patience = monotonicSeconds() + 120
        var found: RunAddress?
        while found == nil, monotonicSeconds() < patience {
            usleep(20_000)
            found = RunAddress.all(in: scratch.environment).first {
                $0.name == name && $0.path.hasPrefix(scratch.folder.path)
            }
        }
        let address = try #require(found, "the run never listened")
        #expect(try SourceContract.check(StreamSource(connectingTo: address.path)) == [])
        let end = try #require(program.wait(seconds: 60).first).get()
        #expect(end.status == 0, "\(end.output)")
    }

    @Test func `the socket of a run keeps it`() throws {
        let train = "\"$0\" train '\(demos)/digits.yaml' --steps 1000000 --pace 200 --jsonl > /dev/null"
        try checkRun(named: "digits", of: train, in: Scratch())
    }

    private static let python = ProcessInfo.processInfo.environment["TRIMTAB_PYTHON"] ?? "python3"
    private static let root = URL(fileURLWithPath: demos).deletingLastPathComponent().path

    @Test func `the Python client keeps it`() throws {
        let script = "'\(Self.python)' '\(Self.root)/Tests/PythonClientTests/Scripts/endless.py'"
        try checkRun(named: "contract", of: "PYTHONPATH='\(Self.root)/Sources/Python' \(script)", in: Scratch())
    }

    private static let hasTorch =
        (try? finish([python, "-c", "import torch"], scratch: FileManager.default.temporaryDirectory))?.status == 0

    @Test(.enabled(if: hasTorch, "there is no Python with torch"))
    func `a script of PyTorch keeps it`() throws {
        let path = "PYTHONPATH='\(Self.root)/Sources/Python/trimtab/hook:\(Self.root)/Sources/Python'"
        let options = "TRIMTAB_HOOK=1 TRIMTAB_RECORD=off TRIMTAB_NAME=script"
        let script = "'\(Self.python)' '\(Self.root)/Tests/UnmodifiedScriptTests/Python/scripts/endless.py'"
        try checkRun(named: "script", of: "\(path) \(options) \(script)", in: Scratch())
    }

    @Test func `a pipe keeps it`() throws {
        let file = open("\(demos)/temporal-order.jsonl", O_RDONLY)
        let recording = try String(contentsOfFile: "\(demos)/temporal-order.jsonl", encoding: .utf8)
        #expect(try SourceContract.check(StreamSource(reading: file, name: "file", isOwned: true)) == [])
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let writer = ends[1]
        Thread {
            var bytes = Array(recording.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { write(writer, $0.baseAddress, min($0.count, 777)) }
                bytes = bytes.dropFirst(count)
            }
            close(writer)
        }.start()
        #expect(try SourceContract.check(StreamSource(reading: ends[0], name: "pipe", isOwned: true)) == [])
    }

    /// A contract that is broken is seen.
    @Test(
        arguments: [
            (#""max_norm":0.5"#, #""max_norm":1"#, "has max_norm"),
            (#""step":3,"#, #""step":7,"#, "is said to be in force before"),
        ]
    ) func `what breaks it is found`(right: String, wrong: String, fault: String) throws {
        let lines = """
            {"event":"run","protocol":1,"name":"r","settings":[{"name":"max_norm","value":1,"minimum":0}],"abilities":[]}
            {"event":"step","step":1,"time":0,"loss":1,"max_norm":1}
            {"event":"step","step":2,"time":0,"loss":1,"max_norm":1}
            {"event":"applied","id":1,"step":3,"request":{"set":"max_norm","value":0.5},"previous":1,"by":"test"}
            {"event":"step","step":3,"time":0,"loss":1,"max_norm":0.5}
            {"event":"applied","id":2,"step":4,"request":{"pause":true},"by":"test"}
            {"event":"applied","id":3,"step":4,"request":{"resume":true},"by":"test"}
            {"event":"step","step":4,"time":0,"loss":1,"max_norm":0.5}
            {"event":"end","outcome":"finished","step":4}

            """
        func faults(_ text: String) throws -> [String] {
            let scratch = try Scratch()
            let file = open(try scratch.write(text, to: "r"), O_RDONLY)
            return try SourceContract.check(StreamSource(reading: file, name: "r", isOwned: true))
        }
        #expect(try faults(lines) == [])
        let place = try #require(lines.range(of: right, options: .backwards))
        let broken = try faults(lines.replacingCharacters(in: place, with: wrong))
        #expect(broken.contains { $0.contains(fault) }, "\(broken)")
        let unheld = lines.replacingOccurrences(
            of: #""request":{"resume":true}"#,
            with: #""request":{"checkpoint":true}"#
        )
        #expect(try faults(unheld).contains { $0.contains("of a run that is held at 4") })
    }
}
