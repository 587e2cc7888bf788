import Foundation
import Telemetry
import Testing
import TmuxSession
import Training

/// Checkpoints, resumed runs and weights from PyTorch, as a person uses them.
@Suite struct CheckpointTests {
    let digits = demos + "/digits.yaml"
    private func computed(_ steps: [StepRecord]) -> [StepRecord] {
        steps.map { step in
            var step = step
            (step.time, step.stepSeconds, step.samplesPerSecond, step.tokensPerSecond) = (0, nil, nil, nil)
            return step
        }
    }

    // MARK: Weights of PyTorch

    @Test func `a resumed run continues where it was`() throws {
        let scratch = try Scratch()
        // More steps than a pipe holds that nobody reads, so that the first run is cut off.
        let run = try scratch.bash(
            """
            "$0" train '\(digits)' --jsonl --steps 1500 > whole
            "$0" train '\(digits)' --jsonl --steps 1500 --set checkpoint.every=50 --set checkpoint.keep=2 \
                --set checkpoint.at_end=true | head -n 180 > first
            ls digits.checkpoints > kept
            "$0" train '\(digits)' --jsonl --steps 1500 --resume digits.checkpoints --record second
            "$0" train '\(digits)' --jsonl --steps 1500 --resume "digits.checkpoints/$(head -n 1 kept)" --lr 0.01 --clip none > third
            """
        )
        #expect(run.status == 0)
        let whole = try scratch.lines(of: "whole").steps
        let second = try scratch.lines(of: "second")
        let opening = try #require(second.events.compactMap { if case .run(let run) = $0 { run } else { nil } }.first)
        let resumed = try #require(opening.resumed)
        #expect(resumed.path.hasPrefix("digits.checkpoints/step-00000") && resumed.step > 50)
        #expect(second.steps.first?.step == resumed.step + 1)
        #expect(computed(second.steps) == computed(whole.suffix(1500 - resumed.step)))
        // What the command line gives holds in place of what the checkpoint brought.
        let third = try scratch.lines(of: "third").steps
        #expect(third.first.map { $0.lr == 0.01 && $0.clip == "none" } == true)
        #expect(third.first?.loss == whole.first { $0.step == third.first?.step }?.loss)
        #expect(third.last?.loss != whole.last?.loss)
    }

    /// The same command line again goes on with the run; only what is said otherwise changes it.
    @Test func `an option that repeats the beginning changes nothing`() throws {
        let scratch = try Scratch()
        try scratch.write(
            """
            data: {kind: adding, length: 4, batch: 4, evaluate_on: 4}
            model: {kind: rnn, hidden: 3}
            loss: {kind: mse}
            optimizer: {kind: adamw, lr: 0.001}
            schedule: {kind: warm_restarts, t_0: 8, t_mult: 2}
            clip: {kind: norm, max_norm: 1.0}
            checkpoint: {every: 20}
            steps: 60
            """,
            to: "warm.yaml"
        )
        let options = "--lr 2e-3 --max-norm 0.5 --clip norm"
        let run = try scratch.bash(
            """
            "$0" train warm.yaml --jsonl \(options) > whole; mv warm.checkpoints first
            "$0" train warm.yaml --jsonl --set optimizer.lr=0.002 --max-norm .5 --clip norm --resume first/step-00000020.safetensors > same
            "$0" train warm.yaml --jsonl --lr 0.004 --max-norm 0.5 --clip value --resume first/step-00000020.safetensors > other
            "$0" train warm.yaml --jsonl --lr 0.004 --max-norm 0.5 --clip value --resume first/step-00000040.safetensors > again
            "$0" train warm.yaml --headless --lr 0.004 --resume first/step-00000040.safetensors --set checkpoint.path=third | grep lr > log
            "$0" train warm.yaml --jsonl --lr 0.002 --resume first/step-00000040.safetensors > back
            """
        )
        #expect(run.status == 0 && run.output.isEmpty)
        let whole = try scratch.lines(of: "whole").steps
        let same = try scratch.lines(of: "same")
        #expect(same.applied.isEmpty && computed(same.steps) == computed(Array(whole.suffix(40))))

        // In the middle of the second cosine.
        let other = try scratch.lines(of: "other")
        #expect(
            other.applied == [
                Applied(
                    id: 0,
                    step: 21,
                    request: .set(name: "lr", value: .number(0.004)),
                    previous: whole[20].lr.map { .number($0) },
                    by: "command line"
                ),
                Applied(
                    id: 0,
                    step: 21,
                    request: .set(name: "clip", value: .word("value")),
                    previous: .word("norm"),
                    by: "command line"
                ),
            ]
        )
        #expect(other.steps.first.map { $0.lr == 0.004 && $0.clip == "value" && $0.maxNorm == 0.5 } == true)

        // The run has since begun with 0.004: to say so again changes nothing, and 0.002 is a change now.
        let again = try scratch.lines(of: "again")
        #expect(again.applied.isEmpty && computed(again.steps) == computed(Array(other.steps.suffix(20))))
        #expect(try scratch.lines(of: "back").applied.map(\.request) == [.set(name: "lr", value: .number(0.002))])
        #expect(try String(contentsOfFile: scratch.path("log"), encoding: .utf8).contains("lr"))
    }

    @Test func `bad input is one line and overwrites nothing`() throws {
        let scratch = try Scratch()
        try scratch.write("mine", to: "record")
        try scratch.write("no tensors", to: "text.safetensors")
        _ = try scratch.bash("\"$0\" train '\(digits)' --headless --steps 20 --set checkpoint.every=10; mkdir empty")
        let folder = "digits.checkpoints"
        let file = folder + "/step-00000020.safetensors"
        let cases = [
            ("--resume none", "none: cannot be read (No such file or directory)"),
            ("--resume empty", "empty: holds no checkpoint (step-00000100.safetensors, …)"),
            (
                "--resume text.safetensors",
                "text.safetensors: is plain text, and not a safetensors file"
            ),
            (
                "--resume '\(golden("digits"))'",
                "\(golden("digits")): is not a checkpoint of a run (--init reads weights alone)"
            ),
            (
                "--resume \(file) --steps 20",
                "\(file): is of step 20, and the run has 20 steps: nothing is left to do (--steps adds some)"
            ),
            (
                "--resume \(file) --set 'model.sizes=[64, 32, 10]'",
                "\(file): was made with model.sizes [64, 64, 10], now it is [64, 32, 10]"
            ),
            ("--resume \(folder) --seed 2", "\(file): was made with seed 1, now it is 2"),
            ("--resume \(file) --set precision=double", "\(file): was made with precision float, now it is double"),
            (
                "--init '\(golden("digits"))' --set 'model.sizes=[64, 32, 10]'",
                "\(golden("digits")): hidden1.weight has shape [64, 64], the model has [32, 64]"
            ),
            (
                "--init '\(golden("tied"))'",
                "\(golden("tied")): lacks hidden1.weight, hidden1.bias, output.weight, output.bias, "
                    + "and has the unexpected 0.weight"
            ),
            (
                "--init '\(golden("flags"))'",
                "\(golden("flags")): tensor flags has dtype BOOL (F32, F64, F16, BF16 and I64 are read)"
            ),
            (
                "--init x --resume y",
                "--resume and --init are both given, and a checkpoint brings its own weights: give one of them"
            ),
            (
                "--set checkpoint.path=\(folder)",
                "\(folder): has checkpoints of another run (step-00000010.safetensors): resume from there with "
                    + "--resume \(folder), or give another folder"
            ),
            ("--set checkpoint.path=record", "record: is not a folder"),
        ]
        for (options, sentence) in cases {
            for check in ["--check", "--headless"] {
                if check == "--check", options.hasPrefix("--set") { continue }
                let run = try scratch.bash("\"$0\" train '\(digits)' \(check) --record record --force \(options)")
                #expect(run.status == 2, "\(options)")
                #expect(run.output == "trimtab: \(sentence)\n")
            }
        }
        #expect(try String(contentsOfFile: scratch.path("record"), encoding: .utf8) == "mine")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).sorted()
        // The last is where runs listen.
        #expect(left == [folder, "empty", "record", "text.safetensors", "trimtab"])
    }

    @Test func `a full disk ends no run`() throws {
        let scratch = try Scratch()
        // Files may grow to 64 kB, and a checkpoint takes 72.
        let run = try scratch.bash(
            "ulimit -f 64; \"$0\" train '\(digits)' --headless --steps 60 --set checkpoint.every=25"
        )
        #expect(run.status == 0)
        for step in [25, 50] {
            let path = "digits.checkpoints/step-000000\(step).safetensors"
            let failure = "checkpoint failed: cannot be written (File too large) (\(path))\n"
            #expect(run.output.contains("step \(step)  \(failure)"))
        }
        #expect(run.output.contains("finished at step 60"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("digits.checkpoints")).isEmpty)
    }

    // MARK: Killed while writing

    /// A run that writes all the time is killed fifty times, at any moment, and each time gone on with.
    @Test func `a run that is killed loses no checkpoint`() throws {
        let kills = 50
        let scratch = try Scratch()
        try scratch.write(
            """
            data: {kind: csv, path: \(demos)/digits.csv, target: label, scale: 0.0625, batch: 8}
            model: {kind: mlp, sizes: [64, 1024, 1024, 10]}
            optimizer: {kind: adam, lr: 0.001}
            schedule: {kind: cosine}
            checkpoint: {every: 1, keep: 2}
            evaluate_every: 1000
            steps: 1000
            """,
            to: "run.yaml"
        )
        let run = try scratch.bash(
            """
            unfinished=0
            for kill in {1..\(kills)}; do
                options=
                if ((kill > 1)); then options='--resume run.checkpoints'; fi
                "$0" train run.yaml --jsonl $options > part-$kill &
                # Whoever is killed has written once at least, so that the chain comes forward.
                until grep -q '"event":"checkpoint"' part-$kill 2> kill-0; do
                    kill -0 $! 2> kill-0 || { cat part-$kill; exit 3; }
                    sleep 0.002
                done
                sleep 0.$(printf '%03d' $((RANDOM % 100)))
                kill -9 $!
                wait $! 2> kill-0
                for file in run.checkpoints/.*.part; do if [[ -e $file ]]; then unfinished=$((unfinished + 1)); break; fi; done
            done
            echo $unfinished
            "$0" train run.yaml --jsonl --resume run.checkpoints --steps 1 2> /dev/null
            ls -A run.checkpoints > left
            """
        )
        #expect(run.status == 0, "\(run.output)")
        // Some were killed in the middle of a file; else this test tests nothing.
        #expect(try #require(Int(run.output.split(separator: "\n").first ?? "")) > 0)
        var steps: [StepRecord] = []
        var written = 0
        for kill in 1...kills {
            let lines = decodedLines(try whole(String(contentsOfFile: scratch.path("part-\(kill)"), encoding: .utf8)))
            guard case .run(let opening)? = lines.events.first else {
                Issue.record("run \(kill) did not begin")
                return
            }
            // What was told to be written is there, or a later one is.
            #expect((opening.resumed?.step ?? 0) >= written)
            #expect(lines.steps.first?.step == (opening.resumed?.step ?? 0) + 1)
            for case .checkpoint(let report) in lines.events {
                #expect(report.problem == nil)
                written = report.step
            }
            steps += lines.steps
        }
        #expect(written >= kills)
        let last = steps.map(\.step).max() ?? 0
        _ = try scratch.bash(
            "\"$0\" train run.yaml --jsonl --set steps=1000 --set checkpoint.every=2000 | head -n \(2 * last) > whole"
        )
        let undisturbed = computed(
            try decodedLines(whole(String(contentsOfFile: scratch.path("whole"), encoding: .utf8))).steps
        )
        for step in computed(steps) {
            #expect(step.sameNumbers(as: undisturbed[step.step - 1]), "step \(step.step)")
        }
    }

    /// The text up to its last whole line.
    private func whole(_ text: String) -> String { String(text[...(text.lastIndex(of: "\n") ?? text.startIndex)]) }
}

extension StepRecord {
    /// Equal bit by bit; which steps are looked at closer depends on where a run begins.
    fileprivate func sameNumbers(as other: StepRecord) -> Bool {
        step == other.step && loss == other.loss && gradNorm == other.gradNorm && clippedNorm == other.clippedNorm
            && lr == other.lr && epoch == other.epoch
    }
}
