/// Writes a step, its numbers in the order of `Metric`.
extension LineEncoder {
    /// The bytes before the value of each metric.
    private static let heads = Metric.allCases.map { Array(",\"\($0.info.key)\":".utf8) }
    private static let layerHeads = LayerMetric.allCases.map { Array(",\"\($0.info.key)\":".utf8) }

    mutating func append(_ record: StepRecord) {
        string("step")
        member("step", record.step)
        member("time", record.time)
        member("epoch", record.epoch)
        member("batch", record.batch)
        for metric in Metric.allCases {
            if let value = record[metric] {
                bytes.append(contentsOf: Self.heads[metric.rawValue])
                number(value)
            }
            if metric == .maxNorm { member("clip", record.clip) }
        }
        if record.hasLists { appendLists(of: record) }
    }

    private mutating func appendLists(of record: StepRecord) {
        if !record.alarms.isEmpty {
            member("alarms")
            list(record.alarms) { encoder, alarm in encoder.append(alarm) }
        }
        for extra in record.extras {
            raw(",")
            string(extra.name)
            raw(":")
            number(extra.value)
        }
        for metric in LayerMetric.allCases where !record[metric].isEmpty {
            bytes.append(contentsOf: Self.layerHeads[metric.rawValue])
            object(record[metric])
        }
    }

    private mutating func append(_ alarm: Alarm) {
        raw("{")
        member("kind", alarm.kind.rawValue)
        member("parameter", alarm.parameter)
        raw("}")
    }

    private mutating func object(_ numbers: [NamedNumber]) {
        raw("{")
        for (index, one) in numbers.enumerated() {
            if index > 0 { raw(",") }
            string(one.name)
            raw(":")
            number(one.value)
        }
        raw("}")
    }
}
