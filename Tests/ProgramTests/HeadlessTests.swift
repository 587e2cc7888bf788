import Foundation
import Telemetry
import Testing
import TmuxSession

/// The program without a terminal.
@Suite struct HeadlessTests {
    let digits = demos + "/digits.yaml"

    @Test func `a run prints its events in order`() throws {
        let run = try Scratch().trimtab("train", digits, "--jsonl", "--steps", "50")
        #expect(run.status == 0)
        let lines = decodedLines(run.output)
        #expect(lines.events.count == lines.count)
        guard case .run(let opening)? = lines.events.first else {
            Issue.record("the first line is no run")
            return
        }
        #expect(opening.name == "digits" && opening.parameters == 4810 && opening.steps == 50)
        #expect(lines.steps.map(\.step) == Array(1...50))
        #expect(lines.end == End(outcome: .finished, step: 50))
    }

    @Test func `a check reports the size and trains nothing`() throws {
        let scratch = try Scratch()
        let record = scratch.path("r")
        var run = try scratch.trimtab("train", digits, "--check", "--record", record)
        #expect(run.status == 0)
        // Adam keeps two numbers for each parameter, beside its gradient.
        #expect(
            run.output
                == "\(digits): 4,810 parameters, 76.96 kB with gradients and optimizer state, 276.5 kB of activations, 4,500 steps\n"
        )
        #expect(!FileManager.default.fileExists(atPath: record))
        run = try scratch.trimtab("train", digits, "--check", "--steps", "1", "--set", "optimizer={kind: sgd}")
        #expect(
            run.output
                == "\(digits): 4,810 parameters, 38.48 kB with gradients and optimizer state, 276.5 kB of activations, 1 step\n"
        )
        run = try scratch.trimtab("train", digits, "--check", "--lr", "-1")
        #expect(run.status == 2)
        #expect(run.output == "trimtab: --lr -1: optimizer.lr must not be negative (got -1)\n")
    }

    @Test func `recipes are listed with what they are about`() throws {
        let scratch = try Scratch()
        let run = try scratch.trimtab("recipes", demos)
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        let files = try FileManager.default.contentsOfDirectory(atPath: demos).filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(rows.map { String($0.prefix { $0 != " " }) } == files.map { String($0.dropLast(5)) })
        for row in [
            "bad-batch mlp 64-64-10 450 steps One bad batch: at step 300 the inputs arrive 50 times too large and every "
                + "label is wrong.",
            "explosion rnn 50 1,500 steps A recurrent network that blows up, slowly enough for you to save it.",
            "nanogpt transformer 4×128 2,000 steps nanoGPT on Shakespeare: Karpathy's CPU configuration, 804,096 parameters "
                + "that learn to write character by character.",
            "vanishing mlp 64-64-…-64-10 675 steps Ten sigmoid layers: the gradient vanishes on its way down, and the total "
                + "norm does not show it.",
        ] { #expect(rows.contains(row)) }
        #expect(try scratch.bash("ln -s '\(demos)' demos; \"$0\" recipes").output == run.output)
        #expect(try scratch.bash("cd demos/; \"$0\" recipes").output == run.output)
    }

    @Test func `a recipe whose data is not there is listed and not trained`() throws {
        let scratch = try Scratch()
        let text = """
            # Pictures from elsewhere
            data: {kind: idx, path: none, source: ask for them}
            model: {kind: cnn, channels: [6, 16], kernel: [5], sizes: [84, 10]}
            optimizer: {kind: adam}
            epochs: 3
            """
        try scratch.write(text, to: "a.yaml")
        #expect(
            try scratch.bash("\"$0\" recipes; \"$0\" train a.yaml --record r; echo $?; ls r").output == """
                a  cnn 6-16-84-10  3 epochs  Pictures from elsewhere
                trimtab: a.yaml:2: data.path none/train-images-idx3-ubyte cannot be read \
                (No such file or directory): ask for them
                2
                ls: cannot access 'r': No such file or directory

                """
        )
    }

    @Test func `a file that is not a recipe is reported and the others are listed`() throws {
        let scratch = try Scratch()
        let text = """
            data: {kind: adding}
            model: {kind: lstm, layers: 2}
            loss: {kind: mse}
            optimizer: {kind: adam}
            steps: 7
            """
        try scratch.write("# Turned \u{202E}round\nname: \u{202E}red\n\(text)", to: "a.yaml")
        try scratch.write("\(text)0", to: "b.yml")
        try scratch.write("seed: x", to: "c.yaml")
        let run = try scratch.bash("\"$0\" recipes 2> errors; echo $?; cat errors")
        #expect(
            run.output == """
                ?red  lstm 2×50  7 steps   Turned ?round
                b     lstm 2×50  70 steps
                2
                trimtab: c.yaml:1: seed must be a whole number (got x)
                trimtab: c.yaml:1: data.kind is missing
                trimtab: c.yaml:1: model.kind is missing
                trimtab: c.yaml:1: optimizer.kind is missing
                trimtab: c.yaml:1: epochs or steps is missing: how long is the run?

                """
        )
    }

    @Test func `without a terminal the log comes by itself`() throws {
        let run = try Scratch().trimtab("train", digits, "--steps", "20")
        #expect(run.status == 0)
        #expect(run.output.contains("standard output is not a terminal; printing the log instead"))
        #expect(run.output.contains("finished at step 20"))
    }

    @Test func `the recording is the machine log`() throws {
        let scratch = try Scratch()
        let run = try scratch.trimtab("train", digits, "--jsonl", "--steps", "30", "--record", scratch.path("r"))
        #expect(try String(contentsOfFile: scratch.path("r"), encoding: .utf8) == run.output)
    }

    @Test func `the same seed gives the same losses and another one others`() throws {
        let scratch = try Scratch()
        func losses(_ seed: String) throws -> [Double?] {
            decodedLines(try scratch.trimtab("train", digits, "--jsonl", "--steps", "30", "--seed", seed).output)
                .steps.map(\.loss)
        }
        #expect(try losses("5") == losses("5"))
        #expect(try losses("5") != losses("6"))
    }

    @Test func `a recording is not replaced unless forced`() throws {
        let scratch = try Scratch()
        let file = scratch.path("r")
        func record(_ options: String...) throws -> Finished {
            try finish(
                [program("trimtab"), "train", digits, "--headless", "--record", file] + options,
                scratch: scratch.folder
            )
        }
        #expect(try record("--steps", "5").status == 0)
        let precious = try String(contentsOfFile: file, encoding: .utf8)
        let refused = try record("--steps", "1")
        #expect(refused.status == 2)
        #expect(refused.output == "trimtab: \(file) already exists; --force replaces it\n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == precious)
        #expect(try record("--steps", "1", "--force").status == 0)
        #expect(try scratch.lines(of: "r").steps.map(\.step) == [1])
        #expect(try scratch.lines(of: "r").end != nil)
    }

    @Test func `a bad recipe leaves the recording alone`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("precious", to: "r")
        let run = try scratch.trimtab("train", digits, "--lr", "fast", "--headless", "--record", file, "--force")
        #expect(run.status == 2)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test(
        arguments: [
            (["train", "missing.yaml"], 2), (["play", "missing.jsonl"], 2), (["frame", "missing.jsonl"], 2),
            (["frame", "."], 2), (["recipes", "missing"], 2), (["recipes", demos + "/../Sources"], 2),
            (["train", "missing.yaml", "--check"], 2),
            (["train", demos + "/digits.yaml", "--max-norm", "-1"], 2),
            (["train", demos + "/digits.yaml", "--max-norm", "nan"], 2),
            (["train", demos + "/digits.yaml", "--lr", "text"], 2),
            (["train", demos + "/digits.yaml", "--clip", "hard"], 2),
            (["train", demos + "/digits.yaml", "--set", "optimizer.speed=1"], 2),
            (["play", demos + "/digits.yaml"], 2),
            (["frame", demos + "/digits.csv"], 2),
            (["train", demos + "/digits.yaml", "--record", "/no/such/folder/r"], 2),
        ]
    )
    func `bad input is one clear line and exit code 2`(arguments: [String], status: Int) throws {
        let scratch = try Scratch()
        let run = try finish([program("trimtab")] + arguments, scratch: scratch.folder)
        #expect(run.status == status)
        #expect(run.output.hasPrefix("trimtab: "))
        #expect(run.output.split(separator: "\n").count == 1, "\(run.output)")
    }

    @Test func `a name from a file reaches the terminal as text`() throws {
        let scratch = try Scratch()
        try scratch.write("a,\u{1B}[31mb\u{202E}\n1,\u{1B}[2J\n", to: "t.csv")
        let run = try scratch.bash(
            "\"$0\" train '\(digits)' --headless --set data.path=\"$PWD/t.csv\" 2>&1 | cut -d: -f3-"
        )
        let cure = "only numbers are read; give each word a number, or remove the column"
        #expect(run.output == "2: column ?[31mb? must be a number (got ?[2J): \(cure)\n")
    }

    @Test(
        arguments: [
            ["fly"], ["train"], ["train", "a", "--bogus"], ["frame", "a", "--size", "12"],
            ["play", "a", "--speed", "0"],
        ]
    )
    func `a command line that does not parse is exit code 64`(arguments: [String]) throws {
        let scratch = try Scratch()
        #expect(try finish([program("trimtab")] + arguments, scratch: scratch.folder).status == 64)
    }

    @Test func `a run that fails is exit code 1 and says where`() throws {
        let run = try Scratch().trimtab(
            "train",
            digits,
            "--headless",
            "--set",
            "optimizer={kind: sgd, lr: 1e30}",
            "--clip",
            "none",
            "--set",
            "non_finite=stop"
        )
        #expect(run.status == 1)
        #expect(run.output.contains("trimtab: the run failed: step 2: the loss is"))
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func `a signal ends a run cleanly`(signal: String, status: Int) throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            startedInTheBackground("--pace 50") + "; kill -\(signal) $!; wait $!"
        )
        #expect(run.status == status)
        let lines = try scratch.lines(of: "r")
        #expect(lines.end?.outcome == .stopped)
        #expect(lines.end?.step == lines.steps.last?.step)
        #expect(lines.applied.last?.by == "SIG\(signal)")
        #expect(lines.applied.last?.step == lines.steps.count + 1)
    }

    /// Bash that starts a long run and waits until its recording grows. With `set -m` the run keeps its SIGINT.
    private func startedInTheBackground(_ options: String) -> String {
        "set -m; \"$0\" train \(digits) --headless \(options) --steps 10000000 --set evaluate_every=1000000 --record r & "
            + "for turn in {1..500}; do [ -e r ] && [ $(wc -l < r) -gt 20 ] && break; sleep 0.04; done"
    }

    @Test func `a killed run plays to its last whole line`() throws {
        let scratch = try Scratch()
        _ = try scratch.bash(startedInTheBackground("--pace 0") + "; kill -KILL $!; wait $!")
        let whole = try scratch.lines(of: "r").steps.count
        #expect(whole > 10)
        // A line cut in its middle, as a kill during a write leaves it.
        _ = try scratch.bash("printf '{\"event\":\"step\",\"step\":99' >> r")
        let play = try scratch.trimtab("play", scratch.path("r"), "--jsonl")
        #expect(play.status == 0)
        #expect(decodedLines(play.output).steps.count == whole)
        #expect(play.output.contains(": cut short\n"))
        #expect(try scratch.trimtab("frame", scratch.path("r")).output.contains("stream ended"))
    }

    @Test func `a full disk is reported and not mistaken for a reader that left`() throws {
        let scratch = try Scratch()
        let log = try scratch.bash("\"$0\" train \(digits) --headless --steps 40 --record r > /dev/full")
        #expect(log.status == 1)
        #expect(log.output.contains("cannot write standard output any more: No space left on device"))
        #expect(try scratch.lines(of: "r").end == End(outcome: .finished, step: 40))
        let recording = try scratch.trimtab(
            "train",
            digits,
            "--headless",
            "--steps",
            "40",
            "--record",
            "/dev/full",
            "--force"
        )
        #expect(recording.status == 1)
        #expect(recording.output.contains("cannot write /dev/full any more"))
        for command in ["frame r", "play r --headless", "play r --jsonl"] {
            let run = try scratch.bash("\"$0\" \(command) > /dev/full")
            #expect(run.status == 2)
            #expect(run.output.contains("No space left on device"))
        }
    }

    @Test(arguments: ["recipes \(demos)", "frame r", "play r --headless", "play r --jsonl", "--help", "train --help"])
    func `a reader that has gone is not a fault`(_ arguments: String) throws {
        let scratch = try Scratch()
        _ = try scratch.trimtab("train", digits, "--headless", "--steps", "20", "--record", scratch.path("r"))
        let run = try scratch.bash("(sleep 0.2; \"$0\" \(arguments); echo $? > status) | true; cat status")
        #expect(run.output == "0\n")
    }

    @Test func `a reader that leaves ends the run`() throws {
        let run = try Scratch().bash("\"$0\" train \(digits) --jsonl --steps 100000000 | head -n 3")
        #expect(run.output.split(separator: "\n").count >= 3)
    }
}
