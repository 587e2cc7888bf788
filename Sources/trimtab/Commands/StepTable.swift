import Links
import Telemetry

/// Which columns a recording has: the known numbers that some step reports, and those under names of its own.
struct StepColumns: RecordingReceiver {
    let isDone = false
    private(set) var metrics: Set<Metric> = []
    /// In the order in which they first came.
    private(set) var names: [String] = []
    /// The highest step.
    private(set) var last: Int?
    private var known: Set<String> = []

    mutating func receive(step record: borrowing StepRecord) {
        last = max(last ?? record.step, record.step)
        for metric in Metric.allCases where record[metric] != nil { metrics.insert(metric) }
        guard !record.extras.isEmpty else { return }
        for extra in record.extras where known.insert(extra.name).inserted { names.append(extra.name) }
    }

    mutating func receive(_ event: Event) { if case .step(let record) = event { receive(step: record) } }

    var shown: [Metric] { Metric.allCases.filter(metrics.contains) }

    var header: String {
        (["step", "time", "epoch", "batch", "clip"] + shown.map(\.info.key) + names).map(csvField)
            .joined(separator: ",")
    }
}

/// Prints a row for each step.
struct StepTable: RecordingReceiver {
    let isDone = false
    private let columns: [Metric]
    private let names: [String]
    private let steps: ClosedRange<Int>?
    private let output: OutputFile

    init(_ columns: StepColumns, steps: StepRange?, output: OutputFile) {
        (self.columns, names, self.steps) = (columns.shown, columns.names, steps?.steps)
        self.output = output
    }

    mutating func receive(step record: borrowing StepRecord) {
        guard steps?.contains(record.step) ?? true else { return }
        var row = [
            "\(record.step)", cell(record.time), record.epoch.map(String.init) ?? "",
            record.batch.map(String.init) ?? "", csvField(record.clip ?? ""),
        ]
        for metric in columns { row.append(cell(record[metric])) }
        let extras = record.extras
        for name in names { row.append(cell(extras.last { $0.name == name }?.value)) }
        output.print(row.joined(separator: ","))
    }

    mutating func receive(_ event: Event) { if case .step(let record) = event { receive(step: record) } }
}
