import Foundation
import Telemetry
import Testing
import TmuxSession

/// `trimtab run` without a terminal: programs that report steps by the Python client, and others.
@Suite struct RunTests {
    private static let root = URL(filePath: demos).deletingLastPathComponent().path

    /// A program without PyTorch: it takes STEPS steps as a run, says something before and after, and ends with CODE.
    private static let program = """
        import sys
        import trimtab

        steps, code = int(sys.argv[1]), int(sys.argv[2])
        print("before")
        print("trouble", file=sys.stderr)
        run = trimtab.Run(*sys.argv[3:4], parameters=7, optimizer="sgd")
        for step in range(1, steps + 1):
            run.wait()
            run.record(1 / step, 2.0, 1.0, 0.5, 1.0, "norm", 0.1)
        print("after")
        sys.exit(code)
        """

    /// A folder with that program, and bash whose runs listen and record there; `$run` starts one.
    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write(Self.program, to: "program.py")
        return scratch
    }

    private func bash(_ script: String, in scratch: Scratch) throws -> Finished {
        let prelude = """
            export XDG_RUNTIME_DIR="$PWD" PYTHONPATH='\(Self.root)/Sources/Python'
            unset TRIMTAB TRIMTAB_RECORD TRIMTAB_NAME
            """
        return try scratch.bash("\(prelude); \(script)")
    }

    // MARK: Events and output

    @Test func `events come whole and alone on standard output`() throws {
        let scratch = try scratch()
        let run = try bash(
            "\"$0\" run --jsonl --record r --name steps -- python3 program.py 3000 7 > events 2> errors",
            in: scratch
        )
        #expect(run.status == 7 && run.output.isEmpty)
        let lines = try scratch.lines(of: "events")
        #expect(lines.events.count == lines.count)
        guard case .run(let opening)? = lines.events.first else {
            Issue.record("the first line is no run")
            return
        }
        #expect(opening.name == "steps" && opening.parameters == 7)
        #expect(opening.process?.recording == scratch.path("r"))
        #expect(lines.steps.map(\.step) == Array(1...3000))
        #expect(lines.steps.allSatisfy { $0.loss == 1 / Double($0.step) })
        #expect(lines.end == End(outcome: .finished, step: 3000))
        let errors = try String(contentsOfFile: scratch.path("errors"), encoding: .utf8)
        for line in ["before", "trouble", "after", "trimtab: recording to \(scratch.path("r"))"] {
            #expect(errors.split(separator: "\n").contains(Substring(line)), "\(errors)")
        }
        #expect(try scratch.lines(of: "r").events == lines.events)
    }

    @Test func `the program's output stands between the lines of the log`() throws {
        let scratch = try scratch()
        let run = try bash("\"$0\" run -- python3 program.py 20 0 > log 2> errors", in: scratch)
        #expect(run.status == 0)
        let log = try String(contentsOfFile: scratch.path("log"), encoding: .utf8).split(separator: "\n")
        #expect(log.first == "before" && log.contains("after"))
        #expect(log.contains { $0.hasPrefix("program, 7 parameters") })
        #expect(log.contains { $0.hasPrefix("finished at step 20") })
        #expect(try String(contentsOfFile: scratch.path("errors"), encoding: .utf8).hasPrefix("trouble\n"))
    }

    @Test func `a program that reads the log may leave`() throws {
        let scratch = try scratch()
        let run = try bash(
            "\"$0\" run --jsonl --record r -- python3 program.py 3000 5 2> errors | head -n 1 > first; (exit ${PIPESTATUS[0]})",
            in: scratch
        )
        #expect(run.status == 5)
        #expect(try scratch.lines(of: "r").end == End(outcome: .finished, step: 3000))
    }

    @Test func `two runs at once keep apart`() throws {
        let scratch = try scratch()
        let start = "\"$0\" run --jsonl -- python3 program.py 500 0"
        let run = try bash(
            "\(start) first > a 2> /dev/null & \(start) second > b 2> /dev/null; status=$?; wait $! && exit $status",
            in: scratch
        )
        #expect(run.status == 0)
        for (file, name) in [("a", "first"), ("b", "second")] {
            let lines = try scratch.lines(of: file)
            #expect(lines.steps.map(\.step) == Array(1...500))
            guard case .run(let opening)? = lines.events.first else {
                Issue.record("\(file) begins with no run")
                continue
            }
            #expect(opening.name == name)
        }
    }

    @Test func `of several processes the first is followed and the others are named`() throws {
        let scratch = try scratch()
        let run = try bash(
            """
            "$0" run --jsonl -- sh -c 'python3 program.py 40 0 first; python3 program.py 50 0 second' > events 2> errors
            """,
            in: scratch
        )
        #expect(run.status == 0)
        #expect(try scratch.lines(of: "events").steps.map(\.step) == Array(1...40))
        let errors = try String(contentsOfFile: scratch.path("errors"), encoding: .utf8)
        #expect(errors.contains("trimtab: another run of this program is second, process "), "\(errors)")
    }

    // MARK: How it ends

    @Test(arguments: [0, 1, 2, 7]) func `the programs exit code is ours`(code: Int) throws {
        let run = try bash("\"$0\" run --headless -- python3 program.py 3 \(code)", in: scratch())
        #expect(run.status == code)
    }

    @Test(arguments: [("KILL", 137, "SIGKILL"), ("TERM", 143, "SIGTERM")])
    func `a signal that ends the program is its exit code`(signal: String, status: Int, name: String) throws {
        let run = try bash("\"$0\" run --headless -- sh -c 'kill -\(signal) $$'", in: scratch())
        #expect(run.status == status)
        #expect(run.output == "trimtab: sh was ended by \(name), before any optimizer step\n")
    }

    @Test func `a program killed in its middle is not said to have ended`() throws {
        let scratch = try scratch()
        try scratch.write(
            Self.program.replacingOccurrences(
                of: "sys.exit(code)",
                with: "import os, time; time.sleep(0.2); os.kill(os.getpid(), 9)"
            ),
            to: "program.py"
        )
        let run = try bash("\"$0\" run --jsonl -- python3 program.py 30 0 > events 2> errors", in: scratch)
        #expect(run.status == 137)
        let lines = try scratch.lines(of: "events")
        #expect(lines.steps.map(\.step) == Array(1...30) && lines.end == nil)
    }

    @Test(arguments: ["TERM", "INT", "HUP", "USR1"]) func `signals are passed on`(signal: String) throws {
        let scratch = try scratch()
        try scratch.write(
            """
            import signal, sys, time
            signal.signal(signal.SIG\(signal), lambda *_: sys.exit(9))
            print("ready")
            time.sleep(30)
            """,
            to: "waiting.py"
        )
        // With set -m the program keeps its SIGINT.
        let run = try bash(
            """
            set -m; "$0" run --headless -- python3 waiting.py > log 2> errors &
            for turn in {1..500}; do grep -q ready log && break; sleep 0.02; done; kill -\(signal) $!; wait $!
            """,
            in: scratch
        )
        #expect(run.status == 9)
    }

    @Test func `a full disk costs the log and not the program`() throws {
        let scratch = try scratch()
        let run = try bash(
            "\"$0\" run --jsonl --record r -- python3 program.py 50 0 > /dev/full 2> errors",
            in: scratch
        )
        #expect(run.status == 1)
        #expect(try scratch.lines(of: "r").end == End(outcome: .finished, step: 50))
        let errors = try String(contentsOfFile: scratch.path("errors"), encoding: .utf8)
        #expect(errors.contains("cannot write standard output any more: No space left on device"))
    }

    // MARK: Programs that never train

    @Test func `a program that never trains runs and is reported`() throws {
        let run = try bash("\"$0\" run -- sh -c 'echo one; echo two >&2'", in: scratch())
        #expect(run.status == 0)
        #expect(
            run.output == """
                one
                two
                trimtab: no optimizer step was seen: only a Python program that trains with PyTorch becomes a run

                """
        )
    }

    @Test(arguments: ["-S", "-E", "-I", "-uI", "-W ignore -sE"])
    func `a Python that leaves the client out is explained`(options: String) throws {
        let word = options.split(separator: " ").last!
        let run = try bash("\"$0\" run -- python3 \(options) -c pass", in: scratch())
        #expect(run.status == 0)
        #expect(run.output.contains("no optimizer step was seen: python \(word) reads no PYTHONPATH"), "\(run.output)")
        #expect(run.output.split(separator: "\n").count == 1)
    }

    @Test func `a program is given what it had and the client`() throws {
        let scratch = try scratch()
        let run = try bash(
            "export PYTHONPATH=\"$PWD/mine\"; \"$0\" run --name n --inspect-every off -- sh -c 'echo $PYTHONPATH $TRIMTAB_HOOK $TRIMTAB_NAME $TRIMTAB_INSPECT_EVERY' 2> /dev/null",
            in: scratch
        )
        #expect(run.output == "\(Self.root)/Sources/Python/trimtab/hook:\(scratch.path("mine")) 1 n off\n")
    }

    @Test func `switched off it only starts the program`() throws {
        let scratch = try scratch()
        let run = try bash(
            "TRIMTAB=off \"$0\" run --jsonl --record r -- sh -c 'echo $TRIMTAB_HOOK$TRIMTAB_LAUNCH-; exit 4' 2> errors; echo $?; ls",
            in: scratch
        )
        #expect(run.output.hasPrefix("-\n4\n") && !run.output.contains("\nr\n"), "\(run.output)")
    }

    // MARK: What cannot be started

    @Test(
        arguments: [
            ("pythn train.py", 127, "cannot start pythn: No such file or directory"),
            ("program.py", 127, "cannot start program.py: No such file or directory; write python program.py"),
            ("./program.py", 126, "cannot start ./program.py: Permission denied; write python ./program.py"),
            (
                "'python3 program.py'", 127,
                "cannot start python3 program.py: No such file or directory; give a program and its arguments as separate words"
            ),
        ]
    )
    func `a program that cannot be started is named`(words: String, status: Int, line: String) throws {
        let run = try bash("\"$0\" run -- \(words)", in: scratch())
        #expect(run.status == status)
        #expect(run.output == "trimtab: \(line)\n")
    }

    @Test(
        arguments: [
            ("--record program.py", "program.py already exists; give another file, or delete it"),
            ("--max-norm -1", "--max-norm must be a number of 0 or more (got -1)"),
            ("--max-norm much", "--max-norm must be a number of 0 or more (got much)"),
            ("--snapshots -5", "--snapshots must be a finite number of megabytes, 0 or more (got -5)"),
            ("--inspect-every -1", "--inspect-every must be a whole number of steps, 0 or off for never (got -1)"),
            (
                "--inspect-every often",
                "--inspect-every must be a whole number of steps, 0 or off for never (got often)"
            ),
            ("--clip hard", "--clip must be one of norm, value, none (got hard)"),
            ("--non-finite stop", "--non-finite must be one of continue, skip, pause (got stop)"),
        ]
    )
    func `bad input is one clear line and starts nothing`(options: String, line: String) throws {
        let scratch = try scratch()
        let run = try bash("\"$0\" run \(options) -- touch started", in: scratch)
        #expect(run.status == 2)
        #expect(run.output == "trimtab: \(line)\n")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("started")))
    }

    @Test func `a client that is not there is named`() throws {
        let run = try bash("TRIMTAB_CLIENT=/none \"$0\" run -- true", in: scratch())
        #expect(run.status == 2)
        #expect(run.output == "trimtab: TRIMTAB_CLIENT is /none, where there is no trimtab/hook/sitecustomize.py\n")
    }

    @Test(arguments: ["", "--", "--bogus python3 x.py"]) func `a command line without a program is exit code 64`(
        words: String
    )
        throws
    {
        #expect(try bash("\"$0\" run \(words)", in: scratch()).status == 64)
    }
}
