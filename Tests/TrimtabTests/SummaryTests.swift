import Foundation
import Links
import Telemetry
import Testing

@testable import trimtab

/// The page of a recording, and that its figures are those of the steps.
@Suite struct SummaryTests {
    private static let demos = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("demos")

    private func report(_ name: String) throws -> RunReport {
        let recording = try RecordingFile(path: Self.demos.appendingPathComponent(name).path)
        defer { recording.close() }
        var report = RunReport()
        _ = try recording.deliver(to: &report)
        return report
    }

    private struct Steps: RecordingReceiver {
        let isDone = false
        var records: [StepRecord] = []

        mutating func receive(step record: borrowing StepRecord) { records.append(copy record) }
        mutating func receive(_: Event) {}
    }

    @Test func `the page of temporal order`() throws {
        #expect(
            try report("temporal-order.jsonl").lines == [
                "temporal-order: finished, step 2,000 of 2,000, sgd, 3,104 parameters",
                "  time            0:26, 76.2 steps/s",
                "  loss            last 0.001083, best 0.001081 at step 1,997, worst 2.611 at step 530",
                "  gradient norm   highest 61.37 at step 1,025",
                "  eval            best 0.001238 (100%) at step 2,000, last 0.001238 (100%) at step 2,000",
                "",
                "clipping",
                "      steps  clip  max_norm  clipped  mean clip factor  not finite",
                "      1–700  none  1         0%       1",
                "  701–2,000  norm  1         38.1%    0.741",
                "",
                "alarms",
                "      steps  alarm                              raised  worst  usual",
                "    237–272  training loss spike                2×      2.263  1.381",
                "     20–840  training loss no longer falls      1×      1.421  1.388",
                "    500–900  eval accuracy worse than its best  1×      24.9%  33.9%",
                "  825–1,221  clipping shortens every step       1×      21.2%  100%",
                "",
                "changes",
                "  701  clip none → norm  by dashboard",
            ]
        )
    }

    @Test func `shares and means are those of the steps`() throws {
        let recording = try RecordingFile(path: Self.demos.appendingPathComponent("temporal-order.jsonl").path)
        defer { recording.close() }
        var steps = Steps()
        _ = try recording.deliver(to: &steps)
        let coefficients = steps.records.filter { $0.step > 700 }.compactMap(\.clipCoefficient)
        let stretch = try #require(try report("temporal-order.jsonl").clipping.stretches.last)
        #expect(stretch.clipped == coefficients.count { $0 < 1 - 1e-5 } && stretch.steps == coefficients.count)
        #expect(abs((stretch.mean ?? 0) - coefficients.reduce(0, +) / Double(coefficients.count)) < 1e-12)
    }

    @Test func `steps without a number are counted separately`() {
        var report = RunReport()
        report.receive(.run(Run(name: "x")))
        for step in 1...4 {
            report.receive(
                step: StepRecord(
                    step: step,
                    time: Double(step),
                    loss: .nan,
                    gradNorm: step < 3 ? 1 : .nan,
                    clip: "norm"
                )
            )
        }
        #expect(report.lines.contains("  not finite      4 steps, the first at step 1"))
        #expect(report.lines.contains { $0.hasSuffix("2 of 4") })
    }
}
