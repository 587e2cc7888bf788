import Testing

@testable import Telemetry

/// Whatever the table of metrics holds travels: a metric that is added to it is tested by its row.
@Suite struct MetricTests {
    private func reading(_ record: StepRecord) -> Line {
        var encoder = LineEncoder()
        encoder.append(.step(record))
        return LineDecoder.decode(String(decoding: encoder.bytes.dropLast(), as: UTF8.self))
    }

    @Test func `names are distinguished`() {
        let infos = Metric.allCases.map(\.info) + LayerMetric.allCases.map(\.info)
        #expect(Set(infos.map(\.key)).count == infos.count)
        #expect(Set(Metric.allCases.map(\.info.title)).count == Metric.allCases.count)
        for info in infos {
            #expect(
                info.key.allSatisfy { "a"..."z" ~= $0 || $0 == "_" } && !info.title.isEmpty && info.help.hasSuffix(".")
            )
        }
    }

    @Test(arguments: Metric.allCases, [0.25, 0, -0.0, 1e300, .infinity, .nan])
    func `every number travels`(metric: Metric, value: Double) {
        var record = StepRecord(step: 3, time: 0.5)
        record[metric] = value
        #expect(record[metric] == value || record[metric]?.isNaN == true && value.isNaN)
        #expect(reading(record) == .event(.step(record)))
        #expect(Reading(#"{"event":"step","step":3,"time":0.5,"\#(metric.info.key)":1}"#).steps.first?[metric] == 1)
        #expect(record.extras.isEmpty && !record.hasLists)
    }

    @Test(arguments: Metric.allCases) func `every number makes a difference`(metric: Metric) {
        let plain = StepRecord(step: 1, time: 0)
        for value in [1, Double.nan] {
            var changed = plain
            changed[metric] = value
            #expect(changed != plain && changed == changed)
            #expect(Metric.allCases.allSatisfy { changed[$0] == nil || $0 == metric })
            changed[metric] = nil
            #expect(changed == plain)
        }
    }

    @Test(arguments: Metric.allCases) func `a null takes nothing away`(metric: Metric) {
        let key = metric.info.key
        let reading = Reading(#"{"event":"step","step":1,"time":0,"\#(key)":2,"\#(key)":null}"#)
        #expect(reading.steps.first?[metric] == 2 && reading.report.isEmpty)
        #expect(Reading(#"{"event":"step","step":1,"\#(key)":[]}"#).report.fields.first?.field == key)
    }

    @Test(arguments: LayerMetric.allCases) func `numbers of layers travel`(metric: LayerMetric) {
        let plain = StepRecord(step: 1, time: 0)
        var record = plain
        record[metric] = [NamedNumber("a", 1), NamedNumber("b", .nan)]
        #expect(reading(record) == .event(.step(record)) && record != plain)
        record[metric] = []
        #expect(record == plain && !record.hasLists)
    }

    @Test(arguments: Metric.allCases) func `one record of a step completes another`(metric: Metric) {
        let whole = numbered()
        var (rest, one) = (whole, StepRecord(step: 1, time: 0))
        rest[metric] = nil
        one[metric] = whole[metric]
        #expect(one.completes(rest) && rest.completes(one) && !one.completes(whole) && !one.completes(one))
        #expect(rest.completed(by: one) == whole && one.completed(by: rest) == whole)
    }

    @Test(arguments: LayerMetric.allCases) func `so do numbers of layers`(metric: LayerMetric) {
        let whole = numbered()
        var (rest, one) = (whole, StepRecord(step: 1, time: 0))
        rest[metric] = []
        one[metric] = whole[metric]
        #expect(one.completes(rest) && !one.completes(whole) && rest.completed(by: one) == whole)
    }

    /// A record with every number of the table, each another one.
    private func numbered() -> StepRecord {
        var record = StepRecord(step: 1, time: 0)
        for metric in Metric.allCases { record[metric] = Double(metric.rawValue + 1) }
        for metric in LayerMetric.allCases { record[metric] = [NamedNumber("a", Double(metric.rawValue))] }
        return record
    }

    @Test(arguments: Clip.allCases.map(\.rawValue) + ["global", ""]) func `clip kinds are kept`(word: String) {
        var record = StepRecord(step: 1, time: 0, clip: word, extras: [NamedNumber("a", 1)])
        #expect(record.clip == word && record.clipKind == Clip(rawValue: word))
        #expect(reading(record) == .event(.step(record)))
        #expect(record != StepRecord(step: 1, time: 0, extras: [NamedNumber("a", 1)]))
        for other in ["norm", "agc", "none"] {
            record.clip = other
            #expect(
                record.clip == other
                    && record == StepRecord(step: 1, time: 0, clip: other, extras: [NamedNumber("a", 1)])
            )
        }
        record.clip = nil
        #expect(record == StepRecord(step: 1, time: 0, extras: [NamedNumber("a", 1)]))
    }
}
