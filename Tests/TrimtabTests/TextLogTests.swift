import Foundation
import Links
import Telemetry
import Testing

@testable import trimtab

@Suite struct TextLogTests {
    private func log(_ record: StepRecord) throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trimtab-log-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(at: file) }
        let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
        let log = TextLog(OutputFile(file.path, descriptor))
        log.append(.step(record))
        log.flush()
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// A metric that is added to the table is in the log where its row says so.
    @Test(arguments: Metric.allCases) func `numbers are logged as the table says`(metric: Metric) throws {
        var record = StepRecord(step: 7, time: 1, clip: "none")
        record[metric] = 0.25
        let info = metric.info
        let line = try log(record)
        #expect(line.hasPrefix("step 7") && line.hasSuffix("\n"))
        if let name = info.logLabel {
            #expect(line.contains("  \(name) \(info.short(0.25))"))
        } else if info.unit == nil {
            #expect(line == "step 7\n")
        }
    }

    @Test func `the norm is logged with what clipping made of it`() throws {
        let record = StepRecord(
            step: 1,
            time: 0,
            loss: 2.5,
            gradNorm: 4,
            clippedNorm: 1,
            maxNorm: 1,
            clip: "norm",
            lr: 0.1
        )
        #expect(try log(record) == "step 1  loss 2.5  norm 4 -> 1  max_norm 1  lr 0.1\n")
        let unused = StepRecord(step: 1, time: 0, maxNorm: 1, clip: "none", deadUnits: 0.125)
        #expect(try log(unused) == "step 1  max_norm 1 (unused)  dead units 12.5%\n")
    }
}
