import Foundation
import Telemetry
import Testing
import TmuxSession

/// Where a recording goes, and what is left alone.
@Suite struct RecordingTests {
    private let digits = "'\(demos)/digits.yaml'"

    /// Bash that starts a long run and waits until its recording has lines.
    private func start(_ options: String, lines: Int = 20) -> String {
        "\"$0\" train \(digits) --steps 10000000 --set evaluate_every=1000000 --record r \(options) & "
            + "for turn in {1..1000}; do [ -e r ] && [ $(wc -l < r) -gt \(lines) ] && break; sleep 0.04; done; "
    }

    @Test func `a reader that stalls does not hold up the recording`() throws {
        let scratch = try Scratch()
        // A pipe holds 64 kB, some 300 lines; of the same events 64 MB may wait for it.
        let run = try scratch.bash(
            "mkfifo log; exec 9<> log; \(start("--jsonl --pace 0 > log", lines: 2500)) "
                + "kill -TERM $!; sleep 0.8; kill -TERM $!; wait $!; echo $?; tail -c 1 r | od -An -c"
        )
        #expect(run.output == "143\n  \\n\n")
        let lines = try scratch.lines(of: "r")
        #expect(lines.events.count == lines.count && lines.steps.count > 2000)
        #expect(lines.end?.outcome == .stopped)
        #expect(lines.end?.step == lines.steps.last?.step)
    }

    @Test func `with standard streams closed nothing else gets into the recording`() throws {
        let scratch = try Scratch()
        for (index, closed) in ["--jsonl >&-", "--headless >&-", "--jsonl <&- >&- 2>&-", "--headless 2>&-"].enumerated()
        {
            let run = try scratch.bash("\"$0\" train \(digits) --steps 30 --record \(index) \(closed)")
            #expect(run.status == 0)
            let lines = try scratch.lines(of: "\(index)")
            #expect(lines.events.count == lines.count && lines.steps.map(\.step) == Array(1...30))
            #expect(lines.events.count { if case .run = $0 { true } else { false } } == 1)
        }
    }

    @Test func `a recording that is being written is not replaced`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            start("--headless --pace 100 > log 2>&1")
                + "\"$0\" train \(digits) --steps 5 --headless --record r --force; echo $?; kill -TERM $!; wait $!; echo $?; "
                + "\"$0\" train \(digits) --steps 5 --headless --record r2 > log; mv r kept; cp kept r; "
                + "\"$0\" train \(digits) --steps 5 --headless --record r --force > log; echo $?"
        )
        #expect(run.output == "trimtab: r is being written by another run; give another file\n2\n143\n0\n")
        let kept = try scratch.lines(of: "kept")
        #expect(kept.events.count == kept.count && kept.end != nil)
        #expect(kept.steps.map(\.step) == Array(1...kept.steps.count) && kept.steps.count > 10)
        #expect(try scratch.lines(of: "r").steps.count == 5)
    }

    @Test func `a recording that is cut grows on without a hole`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            start("--headless --pace 0 > log 2>&1", lines: 400) + ": > r; "
                + "for turn in {1..1000}; do [ $(wc -l < r) -gt 20 ] && break; sleep 0.04; done; kill -TERM $!; wait $!; echo $?"
        )
        #expect(run.output == "143\n")
        #expect(try !Data(contentsOf: URL(fileURLWithPath: scratch.path("r"))).contains(0))
        let lines = try scratch.lines(of: "r")
        #expect(lines.events.count == lines.count && lines.end?.outcome == .stopped)
    }

    @Test func `what the run reads is never replaced`() throws {
        let scratch = try Scratch()
        try scratch.write(
            """
            data: {kind: csv, path: data/d.csv, target: y, batch: 2}
            model: {kind: mlp, sizes: [1, 1]}
            loss: {kind: mse}
            optimizer: {kind: sgd, lr: 0.001}
            checkpoint: {path: c, at_end: true}
            steps: 2
            """,
            to: "a.yaml"
        )
        let prepared = try scratch.bash(
            "mkdir data; printf 'x,y\\n1,2\\n2,4\\n' > data/d.csv; \"$0\" train a.yaml --headless > log; "
                + "ln -s data/d.csv soft; ln data/d.csv hard; ln -s ../a.yaml data/recipe; ls c"
        )
        #expect(prepared.output == "step-00000002.safetensors\n")
        let checkpoint = "c/step-00000002.safetensors"
        for (options, sentence) in [
            ("--record a.yaml", "a.yaml is the recipe"), ("--record data/recipe", "data/recipe is the recipe"),
            ("--record data/d.csv", "data/d.csv is the data"), ("--record soft", "soft is the data"),
            ("--record hard", "hard is the data"),
            ("--record \(checkpoint) --resume c", "\(checkpoint) is the checkpoint of --resume"),
            ("--record \(checkpoint) --resume \(checkpoint)", "\(checkpoint) is the checkpoint of --resume"),
            ("--record \(checkpoint) --init \(checkpoint)", "\(checkpoint) is the weights of --init"),
        ] {
            let folder = options.contains("--resume") ? "c" : "other"
            let all = "cat a.yaml data/d.csv c/*"
            let train = "\"$0\" train a.yaml --headless --steps 9 --set checkpoint.path=\(folder)"
            for force in ["", "--force"] {
                let run = try scratch.bash(
                    "\(all) > before; \(train) \(options) \(force); code=$?; \(all) | cmp - before && exit $code"
                )
                #expect(run.status == 2)
                #expect(run.output == "trimtab: \(sentence), which the run reads; give another file\n")
            }
        }
    }

    @Test func `force replaces recordings and nothing else`() throws {
        let scratch = try Scratch()
        let line = #"{"event":"run","protocol":1,"name":"old"}"#
        let train = "\"$0\" train \(digits) --headless --steps 2 --force --record"
        for (index, text) in ["import torch\n", "x,y\n1,2\n", "{\"text\": 1}\n", "\0\0\0\n\(line)\n", "precious"]
            .enumerated()
        {
            try scratch.write(text, to: "\(index)")
            let run = try scratch.bash("\(train) \(index)")
            #expect(run.status == 2)
            #expect(
                run.output
                    == "trimtab: \(index) is not a recording of a run, so --force does not replace it; give another file or delete it\n"
            )
            #expect(try String(contentsOfFile: scratch.path("\(index)"), encoding: .utf8) == text)
        }
        for (index, text) in ["", line, line + "\n" + String(repeating: "x", count: 100_000)].enumerated() {
            try scratch.write(text, to: "\(index)")
            #expect(try scratch.bash("\(train) \(index) > log").status == 0)
            #expect(try scratch.lines(of: "\(index)").steps.count == 2)
        }
    }

    @Test func `files of other kinds are taken for what they are`() throws {
        let scratch = try Scratch()
        let long = String(repeating: "a", count: 300)
        let train = "\"$0\" train \(digits) --headless --steps 2"
        for (name, sentence) in [
            (".", ". is a folder; --record needs a file"),
            ("fifo", "fifo is a FIFO without a reader; start the reader first"),
            ("nowhere", "nowhere is a link that leads nowhere; give another file"),
            ("circle", "cannot write circle: Too many levels of symbolic links"),
            ("''", "the path of --record is empty"),
            ("-", "--record -: give the name of a file (--jsonl prints the events)"),
            ("log/r", "cannot write log/r: Not a directory"), ("no/r", "cannot write no/r: No such file or directory"),
            (long, "cannot write \(long): File name too long"),
            ("'~/r'", "~/r: the shell has left ~ as it is; write $HOME/r"),
        ] {
            let run = try scratch.bash(
                "mkfifo fifo; ln -s none nowhere; ln -s circle circle; touch log; \(train) --record \(name) 2> err; echo $?; cat err; rm -f fifo nowhere circle"
            )
            #expect(run.output == "2\ntrimtab: \(sentence)\n")
        }
        for output in ["1", "2"] {
            let run = try scratch.bash("\(train) --jsonl --record out \(output)> out; echo $?; cat out | tail -n 1")
            #expect(run.output.contains("2\n"))
            #expect(!run.output.contains("\"event\""))
        }
        #expect(try scratch.bash("\(train) --record /dev/null > log").status == 0)
        let piped = try scratch.bash(
            "mkfifo fifo; cat fifo > got & \(train) --record fifo > log; code=$?; wait; exit $code"
        )
        #expect(piped.status == 0)
        let lines = try scratch.lines(of: "got")
        #expect(lines.events.count == lines.count && lines.steps.count == 2 && lines.end != nil)
    }

    @Test func `a reader of the recording that leaves is reported and the run continues`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            "mkfifo fifo; head -n 3 fifo > got & \"$0\" train \(digits) --headless --steps 1500 --record fifo > log 2> err; echo $?; cat err; tail -n 1 log"
        )
        #expect(run.output.hasPrefix("1\ntrimtab: cannot write fifo any more: Broken pipe\nfinished at step 1500"))
    }
}
