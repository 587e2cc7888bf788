public import Telemetry

/// The latest numbers of each layer, which come on some steps only.
public struct LayerTable: Equatable, Sendable {
    /// What one step said of the layers.
    public struct Row: Equatable, Sendable {
        public var step: Int
        public var numbers: [NamedNumber]
    }

    private var rows: [LayerMetric: Row] = [:]

    public init() {}

    /// Nil before the first.
    public subscript(metric: LayerMetric) -> Row? { rows[metric] }

    /// Keeps what a step says of the layers.
    mutating func append(_ record: borrowing StepRecord) {
        guard record.hasLists else { return }
        for metric in LayerMetric.allCases {
            let numbers = record[metric]
            if !numbers.isEmpty { rows[metric] = Row(step: record.step, numbers: numbers) }
        }
    }

    /// Forgets what steps after one said.
    mutating func discard(after step: Int) { rows = rows.filter { $0.value.step <= step } }
}
