import Foundation
import Telemetry
import Testing
import TmuxSession

/// Nothing that came from outside leaves the program in a form that a terminal obeys: neither in a log nor in a message.
@Suite struct EscapeTests {
    /// Texts that would set a title, color, turn round or hide what follows.
    private static let hostile = [
        "\u{1b}]0;pwned\u{07}\u{1b}[31mX", "\u{9b}31mX\u{85}", "\u{202e}evil\u{2066}", "\u{200b}\u{feff}\u{2028}x",
        "\u{e0041}\u{e0001}x",
    ]
    private static let digits = demos + "/digits.yaml"

    /// Each command line with a hostile word wherever it takes one.
    private static let commands: [[String]] = [
        ["BAD"], ["--BAD"], ["help", "BAD"], ["train", "BAD"], ["train", digits, "--BAD"], ["train", digits, "BAD"],
        ["train", digits, "--check", "--set", "BAD"], ["train", digits, "--check", "--set", "BAD=1"],
        ["train", digits, "--check", "--set", "name=BAD"], ["train", digits, "--check", "--set", "optimizer.kind=BAD"],
        ["train", digits, "--check", "--set", "optimizer.BAD=1"],
        ["train", digits, "--check", "--set", "data.path=BAD"],
        ["train", digits, "--check", "--set", "data.target=BAD"], ["train", digits, "--check", "--set", "seed=[BAD"],
        ["train", digits, "--check", "--set", "checkpoint.path=BAD"],
        ["train", digits, "--check", "--lr", "BAD"], ["train", digits, "--check", "--steps", "BAD"],
        ["train", digits, "--check", "--resume", "BAD"], ["train", digits, "--check", "--init", "BAD"],
        ["train", digits, "--headless", "--steps", "1", "--record", "no/BAD"],
        ["play", "BAD"], ["play", digits, "--speed", "BAD"], ["play", digits, "--at", "BAD"], ["frame", "BAD"],
        ["frame", digits, "--size", "BAD"], ["recipes", "BAD"],
    ]

    @Test(arguments: hostile) func `a command line is repeated as text`(text: String) throws {
        let scratch = try Scratch()
        for command in Self.commands {
            let words = command.map { $0.replacingOccurrences(of: "BAD", with: text) }
            let run = try finish([program("trimtab")] + words, scratch: scratch.folder)
            #expect([0, 2, 64].contains(run.status), "\(command): \(run.status)")
            expectPrintable(run.output, "\(command)")
        }
        let benchmark = try finish([program("benchmark"), "training", "--\(text)"], scratch: scratch.folder)
        #expect(benchmark.status == 64)
        expectPrintable(benchmark.output, "benchmark")
    }

    @Test func `names and paths with controls are refused where they stand`() throws {
        let scratch = try Scratch()
        let rest = "data: {kind: adding}\nmodel: {kind: rnn}\nloss: {kind: mse}\noptimizer: {kind: sgd}\nsteps: 2\n"
        for (line, key) in [
            (#"name: "\e]0;pwned\a""#, "name"), (#"name: "\x9b31m""#, "name"), ("name: |\n  two\n  lines", "name"),
            (#"checkpoint: {path: "a\nb"}"#, "checkpoint.path"),
        ] {
            let file = try scratch.write("# A recipe\n\(line)\n\(rest)", to: "a.yaml")
            let run = try scratch.trimtab("train", file, "--headless")
            #expect(run.status == 2)
            #expect(
                run.output.hasPrefix("trimtab: \(file):2: \(key) must be one line without control characters (got ")
            )
            expectPrintable(run.output, line)
        }
        let data = try scratch.write(
            "data: {kind: csv, target: y,\n  path: \"d\\t.csv\"}\nmodel: {kind: mlp, sizes: [1, 1]}\noptimizer: {kind: sgd}\nsteps: 2",
            to: "b.yaml"
        )
        let run = try scratch.trimtab("train", data, "--check")
        #expect(
            run.status == 2 && run.output.contains("b.yaml:2: data.path must be one line without control characters")
        )

        try scratch.write(rest, to: "c.yaml")
        for command in [
            #"train $'a\e.yaml'"#, #"train c.yaml --headless --record $'r\e'"#, #"train c.yaml --resume $'r\t'"#,
            #"train c.yaml --init $'r\n'"#, #"play $'r\e'"#, #"frame $'r\x7f'"#, #"recipes $'r\x01'"#,
        ] {
            let run = try scratch.bash("\"$0\" \(command)")
            #expect(run.status == 2)
            #expect(run.output.hasSuffix(" must have a path without control characters\n"), "\(run.output)")
            #expect(run.output.split(separator: "\n").count == 1)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).sorted()
        #expect(left == ["a.yaml", "b.yaml", "c.yaml"])
    }

    /// A name that may be: it is no path's fault which way it is read.
    @Test func `a run with a format character in every name is logged as text`() throws {
        let scratch = try Scratch()
        let (evil, feature) = ("\u{202e}evil\u{200b}", "w\u{2066}x")
        try scratch.write("\(feature),y\n1,2\n2,4\n3,6\n", to: "\(evil).csv")
        let recipe = """
            # About \(evil)
            name: \(evil)
            data: {kind: csv, path: "\(evil).csv", target: y, batch: 3}
            model: {kind: mlp, sizes: [1, 1]}
            loss: {kind: mse}
            optimizer: {kind: sgd, lr: 0.001}
            checkpoint: {path: "\(evil).checkpoints", at_end: true}
            steps: 3
            """
        try scratch.write(recipe, to: "\(evil).yaml")
        for script in [
            "\"$0\" train '\(evil).yaml' --check", "\"$0\" train '\(evil).yaml' --headless --record '\(evil)'",
            "\"$0\" train '\(evil).yaml' --jsonl --resume '\(evil).checkpoints' --steps 5", "\"$0\" recipes .",
            "\"$0\" play '\(evil)' --headless", "\"$0\" play '\(evil)' --jsonl", "\"$0\" frame '\(evil)' --ascii",
            "\"$0\" train '\(evil).yaml' --headless --record '\(evil)'; [ $? = 2 ]", "cat '\(evil)'",
        ] {
            let run = try scratch.bash(script)
            #expect(run.status == 0, "\(script): \(run.output)")
            expectPrintable(run.output, script)
        }
        guard case .run(let run)? = try scratch.lines(of: evil).events.first else {
            Issue.record("no run in the recording")
            return
        }
        #expect(run.name == evil)
    }

    @Test func `what other programs write is passed on as text`() throws {
        let scratch = try Scratch()
        for (index, text) in Self.hostile.enumerated() {
            var bytes: [UInt8] = []
            bytes.append(json: text)
            let name = String(decoding: bytes, as: UTF8.self)
            let lines = [
                #"{"event":"run","protocol":1,"name":\#(name),"steps":3,"optimizer":\#(name),"settings":[{"name":\#(name),"value":\#(name),"choices":[\#(name)]}],"resumed":{"step":1,"path":\#(name)}}"#,
                #"{"event":"step","step":1,"time":0,"loss":1,"clip":\#(name),\#(name):3,"layers":{\#(name):1},"dead_layers":{\#(name):1},"alarms":[{"kind":"loss_nan","parameter":\#(name)}]}"#,
                #"{"event":"evaluation","step":1,"split":\#(name),"loss":1}"#,
                #"{"event":"checkpoint","step":1,"path":\#(name),"problem":\#(name)}"#,
                #"{"event":"applied","id":1,"step":2,"request":{"set":\#(name),"value":\#(name)},"previous":\#(name),"by":\#(name)}"#,
                #"{"event":"rejected","id":2,"request":{"set":\#(name),"value":1},"reason":\#(name),"by":\#(name)}"#,
                #"{"event":"step","step":2,"time":5,"loss":"NaN","layers":{\#(name):1}}"#,
                #"{"event":"end","outcome":"failed","step":2,"reason":\#(name)}"#,
            ]
            // As JSON escapes it, and as it is: a line may hold either.
            for (form, text) in [lines.joined(separator: "\n"), raw(lines, name, text)].enumerated() {
                try scratch.write(text, to: "r")
                for arguments in [
                    "play r --headless", "play r --jsonl", "frame r", "frame r --size 200x60 --at 1",
                    "play - --jsonl < r",
                ] {
                    let run = try scratch.bash("\"$0\" \(arguments)")
                    #expect(run.status == 0, "\(arguments), text \(index), form \(form): \(run.output)")
                    expectPrintable(run.output, "\(arguments), text \(index), form \(form)")
                }
            }
        }
    }

    /// The lines with the text itself in place of its escapes, but for what JSON and lines cannot hold.
    private func raw(_ lines: [String], _ name: String, _ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0.value >= 0x20 }
        return lines.joined(separator: "\n").replacingOccurrences(of: name, with: "\"\(String(kept))\"")
    }

    @Test func `the closing line of the dashboard is text`() async throws {
        let terminal = try Tmux(
            """
            cd $folder
            printf 'name: "\\u202eevil\\u2066"\\ndata: {kind: adding}\\nmodel: {kind: rnn}\\nloss: {kind: mse}\\noptimizer: {kind: sgd}\\nsteps: 3\\n' > r.yaml
            $trimtab train r.yaml
            echo closed
            while true; do sleep 1; done
            """,
            width: 100,
            height: 30
        )
        try terminal.tmux("pipe-pane", "-o", "cat > '\(terminal.folder.path)/screen'")
        try await terminal.untilShown("finished")
        try terminal.press("q")
        try await terminal.untilShown("closed")
        #expect(try terminal.text.contains("?evil?: finished at step 3"))
        let bytes = try #require(terminal.contents("screen"))
        #expect(!bytes.unicodeScalars.contains { $0.properties.generalCategory == .format })
    }
}

private func expectPrintable(_ text: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let found = text.unicodeScalars.first { $0 != "\n" && $0.isUnprintable }
    #expect(found == nil, "\(what): \(text.debugDescription)", sourceLocation: sourceLocation)
}
