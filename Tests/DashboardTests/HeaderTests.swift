import Telemetry
import Testing

@testable import Dashboard

/// What the first row tells of the speed, at several widths.
@Suite struct HeaderTests {
    private func row(tokens: Bool, pace: Double?, width: Int, name: String = "gpt") -> String {
        let run = SampleRun(
            steps: 500,
            spike: nil,
            ends: false,
            name: name,
            looksCloser: !tokens,
            countsTokens: tokens,
            pace: pace
        )
        return run.dashboard().render(columns: width, rows: 24).lines[0]
    }

    private func afterEpoch(_ row: String) -> String {
        String(row.split(separator: "epoch 12").last?.drop { $0 == " " } ?? "")
    }

    @Test(arguments: [
        (100, "pace max  50 steps/s  15,360 tokens/s  ETA 0:08"), (87, "50 steps/s  15,360 tokens/s  ETA 0:08"),
        (75, "15,360 tokens/s  ETA 0:08"), (60, "ETA 0:08"),
    ])
    func whoTrainsOnATextCountsTokens(width: Int, speed: String) {
        let row = row(tokens: true, pace: 0, width: width)
        #expect(speed == afterEpoch(row))
    }

    @Test(arguments: [
        (100, "50 steps/s  12,345 samples/s  ETA 0:08"), (75, "50 steps/s  ETA 0:08"),
    ])
    func whereSamplesAreCountedStepsStayLongest(width: Int, speed: String) {
        let row = row(tokens: false, pace: nil, width: width)
        #expect(speed == afterEpoch(row))
    }

    @Test func aPaceThatHoldsBackIsSaid() {
        #expect(row(tokens: true, pace: 60, width: 80).hasSuffix("  pace 60  50 steps/s  ETA 0:08"))
    }

    @Test(arguments: [(60, true), (38, true), (37, false), (20, false)])
    func anEpochIsWholeOrNotThere(width: Int, isThere: Bool) {
        let row = row(tokens: true, pace: 0, width: width)
        #expect(row.contains("  epoch 12") == isThere && row.contains("epoch") == isThere, "\(row)")
    }

    @Test func aLongNameGivesWayToTheRate() {
        let row = row(tokens: true, pace: 0, width: 90, name: String(repeating: "long", count: 10))
        #expect(row.contains("… ● running") && row.hasSuffix("  15,360 tokens/s  ETA 0:08"), "\(row)")
    }
}
