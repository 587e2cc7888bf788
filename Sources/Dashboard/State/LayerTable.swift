public import Telemetry

/// The latest numbers of each layer, which only some steps have.
public struct LayerTable: Equatable, Sendable {
    /// The numbers of one step.
    public struct Row: Equatable, Sendable {
        public var step: Int
        public var numbers: [NamedNumber]
    }

    private var rows: [LayerMetric: Row] = [:]

    public init() {}

    /// The latest numbers of a metric; nil before the first.
    public subscript(metric: LayerMetric) -> Row? { rows[metric] }

    /// Keeps the layers of a step, if it has any.
    mutating func append(_ record: borrowing StepRecord) {
        guard record.hasLists else { return }
        for metric in LayerMetric.allCases {
            let numbers = record[metric]
            if !numbers.isEmpty { rows[metric] = Row(step: record.step, numbers: numbers) }
        }
    }

    /// Removes the numbers of steps after one.
    mutating func discard(after step: Int) { rows = rows.filter { $0.value.step <= step } }
}
