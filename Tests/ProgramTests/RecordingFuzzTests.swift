import Foundation
import Fuzzing
import Telemetry
import Testing

/// Recordings broken in every way, through the program: a log, the events or a picture, or one line that says why not.
@Suite struct RecordingFuzzTests {
    private static let lines = [
        #"{"event":"run","protocol":1,"name":"x","steps":20,"settings":[{"name":"max_norm","value":1,"minimum":0}]}"#,
        #"{"event":"step","step":1,"time":0,"loss":5e-324,"grad_norm":1e-320,"layers":{"a":1,"a.b.c":"NaN"}}"#,
        #"{"event":"step","step":2,"time":1.5,"loss":2,"grad_norm":3,"clipped_norm":1,"clip":"norm","max_norm":1,"lr":0.1}"#,
        #"{"event":"evaluation","step":2,"split":"test","loss":1,"accuracy":0.5}"#,
        #"{"event":"applied","id":1,"step":3,"request":{"set":"max_norm","value":0.5},"previous":1,"by":"dashboard"}"#,
        #"{"event":"rejected","id":2,"request":{"rewind":7},"reason":"there is no snapshot","by":"dashboard"}"#,
        #"{"event":"snapshot","step":2,"oldest":0}"#,
        #"{"event":"step","step":3,"time":9,"loss":"NaN","alarms":[{"kind":"loss_nan"}],"samples_per_second":1e300}"#,
        #"{"global_step":4,"loss":1.5,"learning_rate":1e-4,"epoch":0.5}"#,
        #"{"event":"checkpoint","step":4,"path":"a/step-00000004.safetensors","problem":"no room"}"#,
        #"{"event":"end","outcome":"failed","step":4,"reason":"loss is NaN"}"#,
    ]
    private static let mutation = Mutation(words: [
        "\"step\":", "\"event\":", "\"time\":", "\u{1b}]0;x\u{07}", "\u{9b}2J",
    ])

    @Test func `broken recordings are shown as text or refused`() throws {
        let scratch = try Scratch()
        let whole = Array(Self.lines.joined(separator: "\n").utf8)
        for attempt in 0..<Fuzz.tries(8, long: 500) {
            var generator = Fuzz.generator(of: attempt)
            let broken = Self.mutation(whole, using: &generator)
            try Data(broken).write(to: URL(fileURLWithPath: scratch.path("r")))
            // Twenty seconds stand for a hang even on a machine that is busy.
            for arguments in ["play r --headless", "play r --jsonl", "frame r --size 90x30", "play - --headless < r"] {
                let run = try scratch.bash("timeout -s KILL 20 \"$0\" \(arguments)")
                let what =
                    "seed \(Fuzz.seed), try \(attempt), \(arguments): \(run.status), \(run.output.debugDescription)"
                #expect([0, 2].contains(run.status), "\(what)")
                #expect(!run.output.unicodeScalars.contains { $0 != "\n" && $0.isUnprintable }, "\(what)")
                #expect(
                    run.status == 0 || run.output.split(separator: "\n").last?.hasPrefix("trimtab: ") == true,
                    "\(what)"
                )
            }
        }
    }
}
