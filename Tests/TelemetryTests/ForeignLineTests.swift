import Testing

@testable import Telemetry

/// Lines as other tools write them.
@Suite struct ForeignLineTests {
    @Test func `a plain step is one`() {
        let reading = Reading(
            "{\"step\":1,\"loss\":2.3}\n{\"loss\": 2.1, \"step\": 2, \"lr\": 0.1, \"note\": \"x\", \"tokens\": 5}"
        )
        #expect(
            reading.steps == [
                StepRecord(step: 1, time: 0, loss: 2.3),
                StepRecord(step: 2, time: 0, loss: 2.1, lr: 0.1, extras: [NamedNumber("tokens", 5)]),
            ]
        )
        #expect(reading.report.isEmpty)
    }

    /// Hugging Face's trainer: its log history, as a callback writes it.
    @Test func `hugging face`() {
        let reading = Reading(
            #"""
            {"loss": 1.7678, "grad_norm": 1.3, "learning_rate": 4.75e-05, "epoch": 0.12, "step": 10}
            {"eval_loss": 1.5, "eval_accuracy": 0.5, "eval_runtime": 2.5, "eval_samples_per_second": 40.0, "epoch": 1.0, "step": 10}
            {"train_runtime": 60.5, "train_loss": 1.6, "total_flos": 1e15, "epoch": 1.0, "step": 10}
            """#
        )
        #expect(
            reading.events == [
                .step(StepRecord(step: 10, time: 0, loss: 1.7678, gradNorm: 1.3, lr: 4.75e-05)),
                .evaluation(Evaluation(step: 10, split: "eval", loss: 1.5, accuracy: 0.5)),
            ]
        )
        #expect(reading.report.sentences == ["epoch: 1 value was not a whole number", "1 event of unknown kinds"])
    }

    @Test func `llama factory`() {
        let reading = Reading(
            #"""
            {"current_steps": 10, "total_steps": 200, "loss": 2.0, "lr": 1e-05, "epoch": 0.05, "percentage": 5.0, "elapsed_time": "0:00:01", "remaining_time": "0:00:19"}
            {"current_steps": 20, "total_steps": 200, "eval_loss": 1.0, "epoch": 0.1, "percentage": 10.0, "elapsed_time": "1 day, 2:03:04"}
            {"current_steps": 30, "loss": 1.5, "elapsed_time": "1 day, 2:03:05"}
            """#
        )
        #expect(reading.steps.map(\.step) == [10, 30])
        #expect(reading.steps.map(\.time) == [1, 93_785])
        #expect(reading.steps.first?.lr == 1e-5)
        #expect(reading.steps.first?.extras.map(\.name) == ["total_steps", "percentage"])
        #expect(reading.evaluations == [Evaluation(step: 20, split: "eval", loss: 1)])
    }

    @Test func `weights and biases`() {
        let reading = Reading(
            #"""
            {"_step": 7, "_timestamp": 1700000001.0, "train/loss": 2.0, "train/grad_norm": 1.1, "train/lr": 0.0001}
            {"_step": 8, "_timestamp": 1700000003.5, "train/global_step": 80, "train/loss": 1.0, "eval/loss": 3.0}
            {"_step": 9, "_timestamp": 1700000009, "_runtime": 4, "train/global_step": 90, "train/learning_rate": 0.5}
            """#
        )
        #expect(reading.steps.map(\.step) == [7, 80, 90])
        #expect(reading.steps.map(\.time) == [0, 2.5, 4])
        #expect(reading.steps.map(\.loss) == [2, 1, nil])
        #expect(reading.steps.first?.gradNorm == 1.1 && reading.steps.map(\.lr) == [0.0001, nil, 0.5])
        #expect(reading.evaluations == [Evaluation(step: 80, split: "eval", loss: 3)])
    }

    /// Lightning's metrics.csv, its rows made objects by Python's csv.DictReader.
    @Test func `rows of a table`() {
        let reading = Reading(
            #"""
            {"epoch": "0", "lr-Adam": "0.001", "step": "49", "train_loss": "", "val_loss": ""}
            {"epoch": "0", "lr-Adam": "", "step": "49", "train_loss": "0.5", "val_loss": ""}
            {"epoch": "0", "lr-Adam": "", "step": "99", "train_loss": "", "val_loss": "0.75"}
            """#
        )
        #expect(
            reading.events == [
                .step(StepRecord(step: 49, time: 0, epoch: 0, loss: 0.5)),
                .evaluation(Evaluation(step: 99, split: "val", loss: 0.75)),
            ]
        )
    }

    @Test func `nanoGPT and others`() {
        let reading = Reading(
            #"""
            {"iter": 0, "train/loss": 4.2, "val/loss": 4.3, "lr": 0.001}
            {"iteration": 5, "lm loss": 4.0, "learning-rate": 0.1, "total_norm": 2}
            {"num_updates": 6, "train_loss": 3.0, "gradient_norm": 1, "val_loss": 3.5, "test_loss": 4.5, "val_acc": 0.25}
            """#
        )
        #expect(reading.steps.map(\.step) == [0, 5, 6])
        #expect(reading.steps.map(\.loss) == [4.2, 4, 3] && reading.steps.map(\.gradNorm) == [nil, 2, 1])
        #expect(
            reading.evaluations == [
                Evaluation(step: 0, split: "val", loss: 4.3),
                Evaluation(step: 6, split: "val", loss: 3.5, accuracy: 0.25),
                Evaluation(step: 6, split: "test", loss: 4.5),
            ]
        )
    }

    @Test func `the format's own name wins wherever it stands`() {
        for line in [
            #"{"event":"step","lr":1,"learning_rate":2,"step":3,"global_step":4,"time":5,"_runtime":6}"#,
            #"{"event":"step","_runtime":6,"global_step":4,"learning_rate":2,"lr":1,"step":3,"time":5}"#,
        ] {
            #expect(Reading(line).steps == [StepRecord(step: 3, time: 5, lr: 1)])
        }
        // An empty one leaves the room to another.
        #expect(Reading(#"{"learning_rate":2,"lr":null,"step":3}"#).steps == [StepRecord(step: 3, time: 0, lr: 2)])
    }

    @Test func `a step that is named may carry the names of others`() {
        let reading = Reading(
            #"{"event": "step", "step": 10, "time": 1, "loss": 2, "learning_rate": 4e-05, "eval_loss": 3}"#
        )
        #expect(
            reading.events == [
                .step(StepRecord(step: 10, time: 1, loss: 2, lr: 4e-5)),
                .evaluation(Evaluation(step: 10, split: "eval", loss: 3)),
            ]
        )
    }

    @Test(
        arguments: [
            (#"{"loss":2.3}"#, LineFault.noStep), ("{}", .noStep), (#"{"level":"info","message":"saved"}"#, .noStep),
            (#"{"step":5}"#, .noNumber), (#"{"step":5,"message":"saved"}"#, .noNumber),
            (#"{"step":1.5,"loss":1}"#, .badStep), (#"{"step":-9223372036854775808,"loss":1}"#, .badStep),
            (#"{"step":"five","loss":1}"#, .badStep), ("{'loss': 1.2, 'epoch': 0.1}", .pythonDictionary),
            ("\r 45%|███| {'loss': 1.2}", .pythonDictionary), ("[1,2]", .notJSON), ("{", .wholeLog),
            (#"{"best_metric":null,"global_step":10,"log_history":[{"step":1,"loss":2}]}"#, .wholeLog),
            (#"[{"step":1,"loss":2},{"step":2,"loss":1}]"#, .wholeLog), ("epoch,lr-Adam,step,train_loss", .table),
            ("[", .wholeLog), ("first, step, then", .table), ("first step, then", .notJSON),
            ("step 5 loss 2", .notJSON),
            (#"{"event":"step","step":5,"lo"#, .cut), (#"{"event":"step","step":5,"loss":2"#, .cut),
            (#"{"event":"applied","id":1}"#, .incomplete), (#"{"step":5,"loss":x}"#, .notJSON),
        ]
    )
    func `a line that is not an event says what it lacks`(line: String, fault: LineFault) {
        let reading = Reading("\n\(line)\n")
        #expect(reading.events.isEmpty)
        #expect(reading.report.lines == [ReadingReport.LineCount(fault: fault, count: 1, line: 2)])
        #expect(reading.report.sentencesWithLines.first?.hasSuffix("(line 2)") == true)
    }

    @Test func `the hint names what is wanted`() {
        let reading = Reading(Array(repeating: #"{"loss":1}"#, count: 60).joined(separator: "\n"))
        #expect(
            reading.report.sentences == [#"60 lines: JSON, but no step: a step line needs "step" and "loss""#]
        )
    }

    @Test func `steps without a time have that of their arrival`() {
        var reader = EventReader()
        var list = Found()
        for (index, arrival) in [100.0, 101.5, 103].enumerated() {
            Array("{\"step\":\(index),\"loss\":1}\n".utf8).withUnsafeBytes {
                reader.feed($0, arrival: arrival, to: &list)
            }
        }
        let times = list.events.map { event -> Double? in
            if case .step(let record) = event { record.time } else { nil }
        }
        #expect(times == [0, 1.5, 3])
    }
}
