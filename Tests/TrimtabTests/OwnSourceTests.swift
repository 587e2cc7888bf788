import Foundation
import Links
import Recipes
import SourceContract
import Testing
import Training

@testable import trimtab

/// The sources that only this program has keep the contract of all sources: see `SourceContract`.
@Suite(.timeLimit(.minutes(5))) struct OwnSourceTests {
    private static let demos = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("demos").path

    @Test func `a trainer keeps it`() throws {
        let overrides = Overrides(steps: "1000000")
        let prepared = try PreparedRun(Recipe(file: "\(Self.demos)/digits.yaml", overrides: overrides))
        let trainer: Trainer<Float> = try prepared.makeTrainer()
        let run = LiveRun(
            trainer,
            name: "contract",
            recording: nil,
            writers: AsyncEventWriters([]),
            isWatched: true,
            alarms: AlarmAnswers()
        )
        #expect(try SourceContract.check(TrainerSource(run)) == [])
        #expect(run.wait().outcome == .stopped)
    }

    @Test func `a recording keeps it`() throws {
        let recording = try RecordingFile(path: "\(Self.demos)/temporal-order.jsonl")
        defer { recording.close() }
        #expect(try SourceContract.check(recording.source()) == [])
    }
}
