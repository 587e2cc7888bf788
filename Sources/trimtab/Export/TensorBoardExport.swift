import Links
import Telemetry

/// Writes the numbers of a recording as TensorBoard scalars: steps' under their names in event lines, layers' as in
/// `layers/NAME`, evaluations' as `SPLIT/loss` and `SPLIT/accuracy`.
struct TensorBoardExport: RecordingReceiver {
    let isDone = false
    private let steps: ClosedRange<Int>?
    private let output: OutputFile
    private var file: EventFile?
    /// When the run began, in seconds since 1970; 0 if the recording does not say.
    private var started = 0.0
    private var time = 0.0

    init(steps: StepRange?, output: OutputFile) { (self.steps, self.output) = (steps?.steps, output) }

    mutating func receive(step record: borrowing StepRecord) {
        time = started + record.time
        let step = record.step
        for metric in Metric.allCases {
            if let value = record[metric] { append(metric.info.key, value, step: step) }
        }
        guard record.hasLists else { return }
        for number in record.extras { append(number.name, number.value, step: step) }
        for metric in LayerMetric.allCases {
            for number in record[metric] { append("\(metric.info.key)/\(number.name)", number.value, step: step) }
        }
    }

    mutating func receive(_ event: Event) {
        switch event {
        case .step(let record): receive(step: record)
        case .run(let run): (started, time) = (run.process?.started ?? 0, run.process?.started ?? 0)
        case .evaluation(let evaluation):
            let split = evaluation.split.isEmpty ? "evaluation" : evaluation.split
            for (name, value) in [("loss", evaluation.loss), ("accuracy", evaluation.accuracy)] {
                if let value { append("\(split)/\(name)", value, step: evaluation.step) }
            }
        default: break
        }
    }

    private mutating func append(_ tag: String, _ value: Double, step: Int) {
        guard steps?.contains(step) ?? true else { return }
        if file == nil { file = EventFile(output, time: started) }
        file?.append(tag, value, step: step, time: time)
    }

    /// Writes the waiting scalars.
    mutating func finish() { file?.flush() }
}
