import Foundation
import Telemetry
import Testing
import TmuxSession

/// What `trimtab export` prints, against a script that knows nothing of the program.
@Suite struct ExportTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let recording = demos + "/temporal-order.jsonl"
    private static let script = demos + "/../Tests/what-if/recompute.py"

    private static let python = TmuxSession.python(importing: "csv")
    private static let tensorBoard = TmuxSession.python(importing: "tensorboard")

    @Test(
        .enabled(if: python != nil, "there is no Python"),
        arguments: [
            "", "--at 700", "--at 700 --try 3.3", "--at 1400 --window 1000", "--at 30", "--at 1200 --window all",
        ]
    )
    func `what if is recomputed from the steps`(options: String) throws {
        let python = try #require(Self.python)
        let run = try scratch.bash(
            """
            "$0" export \(Self.recording) --csv > steps.csv && "$0" export \(Self.recording) --what-if \(options) > what-if.csv \
            && \(python) \(Self.script) steps.csv what-if.csv \(options); echo $?
            """
        )
        #expect(run.output.hasSuffix("\n0\n"), "\(run.output)")
        #expect(run.output.contains(" numbers agree"))
    }

    @Test(.enabled(if: python != nil, "there is no Python"))
    func `a number that is off is found`() throws {
        let python = try #require(Self.python)
        let run = try scratch.bash(
            """
            "$0" export \(Self.recording) --csv > steps.csv && "$0" export \(Self.recording) --what-if | sed 's/,0\\.\\(.\\)/,0.9\\1/' \
            > what-if.csv && \(python) \(Self.script) steps.csv what-if.csv; echo $?
            """
        )
        #expect(run.output.hasSuffix("\n1\n") && run.output.contains("printed"))
    }

    @Test func `every step and number is there`() throws {
        let lines = """
            {"event":"run","protocol":1,"name":"x"}
            {"event":"step","step":1,"time":0.1,"loss":0.30000000000000004,"grad_norm":2,"clip":"norm","max_norm":1,"my, own":7}
            {"event":"step","step":2,"time":0.2,"loss":"NaN","grad_norm":"Infinity","batch":3}
            {"event":"step","step":3,"time":0.3,"loss":1e-9,"gpu":0.5}

            """
        try scratch.write(lines, to: "r.jsonl")
        let run = try scratch.bash(
            "\"$0\" export r.jsonl --csv && \"$0\" export r.jsonl --csv --steps 2-2 | tail -n +2"
        )
        #expect(
            run.output == """
                step,time,epoch,batch,clip,loss,grad_norm,max_norm,"my, own",gpu
                1,0.1,,,norm,0.30000000000000004,2,1,7,
                2,0.2,,3,,NaN,Infinity,,,
                3,0.3,,,,1e-09,,,,0.5
                2,0.2,,3,,NaN,Infinity,,,

                """
        )
    }

    @Test func `what cannot be exported is reported`() throws {
        try scratch.write(#"{"event":"step","step":1,"time":0,"loss":1}"# + "\n", to: "no-norm.jsonl")
        let none = try scratch.bash("\"$0\" export no-norm.jsonl --what-if 2>&1; echo $?")
        #expect(none.output.contains("no finite gradient norm there") && none.output.hasSuffix("2\n"))
        let pipe = try scratch.bash("cat no-norm.jsonl | \"$0\" export - --csv 2>&1; echo $?")
        #expect(pipe.output.contains("give a file on disk") && pipe.output.hasSuffix("2\n"))
        let neither = try scratch.bash("\"$0\" export no-norm.jsonl 2>&1; echo $?")
        #expect(neither.output.contains("Give exactly one of --csv, --what-if and --tensorboard."))
        #expect(neither.output.hasSuffix("64\n"))
        let both = try scratch.bash("\"$0\" export no-norm.jsonl --csv --what-if 2>&1; echo $?")
        #expect(both.output.contains("Give exactly one of ") && both.output.hasSuffix("64\n"))
        let unknown = try scratch.bash("\"$0\" export no-norm.jsonl --format foo 2>&1; echo $?")
        #expect(unknown.output.contains("'--format'") && unknown.output.hasSuffix("64\n"))
        let beyond = try scratch.bash("\"$0\" export no-norm.jsonl --csv --steps 9000-9999 2>&1; echo $?")
        #expect(beyond.output == "trimtab: no-norm.jsonl has no step 9,000: the recording ends at step 1\n2\n")
    }

    @Test func `events for TensorBoard are written`() throws {
        let written = try scratch.bash("\"$0\" export \(Self.recording) --tensorboard runs/a && ls runs/a")
        #expect(written.output.contains("events.out.tfevents.temporal-order.v2"), "\(written.output)")
    }

    @Test(.enabled(if: tensorBoard != nil, "there is no Python with tensorboard"))
    func `tensor board reads its events`() throws {
        let python = try #require(Self.tensorBoard)
        _ = try scratch.bash("\"$0\" export \(Self.recording) --tensorboard runs/a")
        let script = """
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator("runs/a", size_guidance={"scalars": 0}).Reload()
            for tag in ("loss", "eval/accuracy"):
                last = events.Scalars(tag)[-1]
                print(tag, len(events.Scalars(tag)), last.step, f"{last.value:.6f}")
            """
        try scratch.write(script, to: "read.py")
        let read = try scratch.bash("\(python) read.py")
        #expect(read.output.contains("loss 2000 2000 0.001083\nfresh/accuracy 20 2000 1.000000\n"), "\(read.output)")
    }
}
